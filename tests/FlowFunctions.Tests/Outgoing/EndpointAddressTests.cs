using FlowFunctions.Outgoing;

namespace FlowFunctions.Tests.Outgoing;

/// <summary>Where a redirect or a Location may lead: what is signed and kept secret for one host is not for another.</summary>
public sealed class EndpointAddressTests
{
    [Theory]
    [InlineData("http://load.example.com/start", "/tasks/1", "http://load.example.com/tasks/1")]
    [InlineData("http://load.example.com/v1/start", "tasks/1?full=1", "http://load.example.com/v1/tasks/1?full=1")]
    [InlineData("http://load.example.com:8080/start", "http://load.example.com:8080/tasks/1", "http://load.example.com:8080/tasks/1")]
    [InlineData("http://load.example.com/start", "http://load.example.com:80/tasks/1", "http://load.example.com/tasks/1")]
    [InlineData("http://load.example.com/start", "http://LOAD.example.com/tasks/1", "http://load.example.com/tasks/1")]
    [InlineData("https://bücher.example/start", "https://xn--bcher-kva.example/tasks/1", "https://xn--bcher-kva.example/tasks/1")]
    [InlineData("http://load.example.com/start", "https://load.example.com/tasks/1", "https://load.example.com/tasks/1")]
    public void Address_on_the_same_host_or_upgraded_on_it_is_followed(string from, string location, string expected)
    {
        var address = EndpointAddress.Resolve(new(from), new(location, UriKind.RelativeOrAbsolute), out var fault);

        Assert.Equal((new Uri(expected), ""), (address, fault));
    }

    [Theory]
    [InlineData("http://load.example.com/start", "http://other.example.com/tasks/1", "http://other.example.com")]
    [InlineData("http://load.example.com/start", "//other.example.com/tasks/1", "http://other.example.com")]
    [InlineData("http://load.example.com:8080/start", "http://other.example.com:8080/tasks/1", "http://other.example.com:8080")]
    [InlineData("http://load.example.com/start", "http://load.example.com:8080/tasks/1", "http://load.example.com:8080")]
    [InlineData("http://load.example.com/start", "http://load.example.com.evil.example/", "http://load.example.com.evil.example")]
    [InlineData("http://load.example.com/start", "http://load.example.co/tasks/1", "http://load.example.co")]
    [InlineData("http://load.example.com/start", "https://other.example.com/tasks/1", "https://other.example.com")]
    [InlineData("http://load.example.com:8080/start", "https://load.example.com/tasks/1", "https://load.example.com")]
    [InlineData("http://load.example.com/start", "https://load.example.com:8443/tasks/1", "https://load.example.com:8443")]
    [InlineData("http://load.example.com:443/start", "https://load.example.com/tasks/1", "https://load.example.com")]
    [InlineData("https://load.example.com/start", "http://load.example.com/tasks/1", "http://load.example.com")]
    [InlineData("http://load.example.com/start", "ftp://load.example.com/tasks/1", "ftp://load.example.com")]
    [InlineData("https://load.example.com/start", "wss://load.example.com/tasks/1", "wss://load.example.com")]
    public void Address_elsewhere_is_not(string from, string location, string origin)
    {
        var address = EndpointAddress.Resolve(new(from), new(location, UriKind.RelativeOrAbsolute), out var fault);

        Assert.Equal((null, $"with a Location on another origin ({origin})"), (address, fault));
    }

    [Theory]
    [InlineData("http://user@load.example.com/tasks/1")]
    [InlineData("http://user:password@load.example.com/tasks/1")]
    public void Address_with_a_name_or_a_password_is_not_usable(string location)
    {
        var address = EndpointAddress.Resolve(new("http://load.example.com/start"), new(location), out var fault);

        Assert.Equal((null, "with a Location that is no usable address"), (address, fault));
    }

    [Theory]
    [InlineData(EndpointAddress.MaximumLength - 1, true)]
    [InlineData(EndpointAddress.MaximumLength, true)]
    [InlineData(EndpointAddress.MaximumLength + 1, false)]
    public void Address_is_at_most_2048_characters_long(int length, bool isUsable)
    {
        const string Host = "http://load.example.com/";
        var address = EndpointAddress.Resolve(new(Host), new(Host + new string('a', length - Host.Length)), out var fault);

        Assert.Equal(isUsable ? (length, "") : (0, "with a Location that is no usable address"), (address?.AbsoluteUri.Length ?? 0, fault));
    }

    [Fact]
    public void Answer_without_a_location_leads_nowhere()
    {
        var address = EndpointAddress.Resolve(new("http://load.example.com/start"), null, out var fault);

        Assert.Equal((null, "without a Location"), (address, fault));
    }

    [Theory]
    [InlineData(null, true, "nowhere")]
    [InlineData("//", true, "to no usable address")]
    [InlineData("urn:isbn:9783161484100", true, "to no usable address")]
    [InlineData("/moved", true, "to http://load.example.com/moved")]
    [InlineData("/moved", false, "to http://load.example.com")]
    [InlineData("https://user:password@other.example.com:8443/a%20b?key=secret#part", true, "to https://other.example.com:8443/a%20b?…")]
    [InlineData("https://user:password@other.example.com:8443/a%20b?key=secret#part", false, "to https://other.example.com:8443")]
    public void Address_is_told_without_what_may_be_secret_in_it(string? location, bool withPath, string words) => Assert.Equal(
        words,
        EndpointAddress.Describe(
            new("http://load.example.com/start"), location is null ? null : new(location, UriKind.RelativeOrAbsolute), withPath));
}
