using System.Text;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Core.Tests.Integrations;

/// <summary>A mask in what a client sends: where it keeps a secret, and where it is refused.</summary>
public class EndpointMaskTests
{
    private const string None = "stands for a secret that is stored, and none is.";
    private const string Elsewhere = "a secret goes nowhere else than it was given for.";

    private static readonly IntegrationInput Stored = new()
    {
        Name = "n",
        Endpoint = new() { Url = "https://a.example/run?sig=abc&v=1", Headers = new Dictionary<string, string> { ["X-Key"] = "def", ["X-Team"] = "t" } },
    };

    [Theory]
    [InlineData("https://a.example/run?sig=********&v=1")]
    [InlineData("https://A.example:443/elsewhere?v=2&sig=********")]
    [InlineData("https://a.example/run?sig=%2A%2A%2a%2A****&v=1")]
    public void Mask_of_a_stored_secret_is_kept(string url)
    {
        var endpoint = Valid(url, "'x-key':'********'").Endpoint!;

        Assert.Equal(["sig"], EndpointSecrets.MaskedParameters(endpoint));
        Assert.Equal(["x-key"], EndpointSecrets.MaskedHeaders(endpoint));
    }

    [Fact]
    public void Value_in_place_of_a_mask_is_new() =>
        Assert.Equal(("https://a.example/run?sig=new", "new"), Valid("https://a.example/run?sig=new", "'X-Key':'new'").Endpoint is { } endpoint ? (endpoint.Url, endpoint.Headers["x-key"]) : default);

    [Fact]
    public void Mask_of_a_header_that_is_no_secret_is_its_value() =>
        Assert.Equal(EndpointSecrets.Mask, Valid("https://a.example/", "'X-Team':'********'").Endpoint!.Headers["X-Team"]);

    [Fact]
    public void Mask_where_nothing_is_stored_is_refused_with_every_other_problem()
    {
        var problems = ReadOver("https://a.example/?sig=********&sig=********&code=********", "'X-Token':'********','X-Team':1").Problems;

        Assert.Equal(
            [
                ("endpoint.url", "Give the value of the parameter 'sig&2': ******** " + None),
                ("endpoint.url", "Give the value of the parameter 'code': ******** " + None),
                ("endpoint.headers[\"X-Token\"]", "Give its value: ******** " + None),
                ("endpoint.headers[\"X-Team\"]", "Must be a string, but is a number."),
            ],
            problems.Select(problem => (problem.Path, problem.Message)));
    }

    [Fact]
    public void Mask_in_a_new_integration_is_refused() => Assert.Equal(
        ["endpoint.url", "endpoint.headers.Authorization"],
        IntegrationInputReader.Read(Document("https://a.example/?sig=********", "'Authorization':'********'")).Problems.Select(problem => problem.Path));

    [Theory]
    [InlineData("http://a.example/run?sig=********")]
    [InlineData("https://a.example:8443/run?sig=********")]
    [InlineData("https://b.example/run?sig=********")]
    public void Secret_is_not_kept_for_another_origin(string url) => Assert.Equal(
        [
            ("endpoint.url", "Give the value of the parameter 'sig' again: the scheme, host or port of the address changes, and " + Elsewhere),
            ("endpoint.headers[\"X-Key\"]", "Give its value again: the scheme, host or port of the address changes, and " + Elsewhere),
        ],
        ReadOver(url, "'X-Key':'********'").Problems.Select(problem => (problem.Path, problem.Message)));

    [Fact]
    public void New_secrets_may_go_to_another_origin() => Valid("https://b.example/run?sig=new", "'X-Key':'new'");

    [Theory]
    [InlineData(11_996, true)]
    [InlineData(11_997, false)]
    public void Secrets_have_room_together(int length, bool isTaken)
    {
        var headers = Enumerable.Range(0, 3).Select(i => $"'{(char)('a' + i)}key':'{new string('x', i < 2 ? 4096 : length - (4 * 2) - (2 * 4096))}'");

        var problems = IntegrationInputReader.Read(Document("https://a.example/", string.Join(',', headers))).Problems;

        Assert.Equal(
            isTaken ? [] : [("endpoint", "Secret headers and parameters are at most 12000 characters together, names and values, but are 12001.")],
            problems.Select(problem => (problem.Path, problem.Message)));
    }

    [Fact]
    public void Address_must_have_room_for_its_masks()
    {
        var url = ("https://a.example/?code=&a=").PadRight(2040, 'a');

        Assert.Empty(IntegrationInputReader.Read(Document(url, "")).Problems);
        Assert.Equal(
            [("endpoint.url", "Must be at most 2048 characters long with ******** for each of its secrets, but is 2049.")],
            IntegrationInputReader.Read(Document(url + "a", "")).Problems.Select(problem => (problem.Path, problem.Message)));
    }

    [Theory]
    [InlineData("https://user:canary1@a.example/?sig=canary2")]
    [InlineData("https://a.example/ ?sig=canary1&code=canary2")]
    [InlineData("ftp://a.example/?sig=canary1")]
    [InlineData("https://a.example/?sig=canary1#code=canary2")]
    public void Address_that_is_refused_is_not_quoted(string url) =>
        Assert.DoesNotContain("canary", Assert.Single(IntegrationInputReader.Read(Document(url, "")).Problems).ToString(), StringComparison.Ordinal);

    private static IntegrationInput Valid(string url, string headers)
    {
        var parsed = ReadOver(url, headers);
        Assert.Empty(parsed.Problems);
        return parsed.Value!;
    }

    private static Parsed<IntegrationInput> ReadOver(string url, string headers) => IntegrationInputReader.ReadOver(Document(url, headers), Stored);

    private static byte[] Document(string url, string headers) =>
        Encoding.UTF8.GetBytes($"{{'name':'n','endpoint':{{'url':'{url}','headers':{{{headers}}}}}}}".Replace('\'', '"'));
}
