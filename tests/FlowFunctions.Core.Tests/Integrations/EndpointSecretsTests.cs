using System.Text.Json;
using CsCheck;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Core.Tests.Integrations;

public class EndpointSecretsTests
{
    [Fact]
    public void Split_and_joined_is_the_same_endpoint() => AnyEndpoint.Any.Sample(endpoint =>
    {
        var (open, secret) = EndpointSecrets.Split(endpoint);

        var joined = secret is null ? open : EndpointSecrets.Join(open, secret);

        Assert.Equal(endpoint.Url, joined.Url);
        Assert.Equal(endpoint.Headers.OrderBy(header => header.Key), joined.Headers.OrderBy(header => header.Key));
    });

    [Fact]
    public void Open_part_has_no_value_of_the_secret_part_and_a_mask_for_each() => AnyEndpoint.Any.Sample(endpoint =>
    {
        var (open, secret) = EndpointSecrets.Split(endpoint);
        var shown = $"{open} {open.Url} {string.Join(' ', open.Headers)} {secret}";

        Assert.All((secret?.Headers.Values ?? []).Concat(secret?.Parameters.Values ?? []).Where(value => value.Length > 0), value =>
            Assert.DoesNotContain(value, shown, StringComparison.Ordinal));
        Assert.Equal((secret?.Headers.Keys ?? []).Order(), EndpointSecrets.MaskedHeaders(open).Order());
        Assert.Equal((secret?.Parameters.Keys ?? []).Order(), EndpointSecrets.MaskedParameters(open).Order());
        Assert.Equal(secret is not null, EndpointSecrets.HasMask(open));
    });

    [Fact]
    public void Open_part_is_not_opened_further() => AnyEndpoint.Any.Sample(endpoint =>
    {
        var (open, _) = EndpointSecrets.Split(endpoint);

        var (again, secret) = EndpointSecrets.Split(open);

        Assert.Equal((open.Url, null), (again.Url, secret));
        Assert.Equal(open.Headers, again.Headers);
    });

    [Fact]
    public void Secret_that_was_stored_as_JSON_joins_as_before() => AnyEndpoint.Any.Sample(endpoint =>
    {
        var (open, secret) = EndpointSecrets.Split(endpoint);
        var stored = JsonSerializer.Deserialize<EndpointSecret>(JsonSerializer.Serialize(secret ?? new()))!;

        Assert.Equal(endpoint.Url, EndpointSecrets.Join(open, stored).Url);
        Assert.All(stored.Headers, header => Assert.Equal(header.Value, stored.Headers[header.Key.ToUpperInvariant()]));
    });

    [Theory]
    [InlineData("Authorization", true)]
    [InlineData("COOKIE", true)]
    [InlineData("proxy-authorization", true)]
    [InlineData("Ocp-Apim-Subscription-Key", true)]
    [InlineData("x-functions-KEY", true)]
    [InlineData("X-Auth-Token", true)]
    [InlineData("Clientsecret", true)]
    [InlineData("X-Password", true)]
    [InlineData("X-Authorization-Mode", false)]
    [InlineData("X-Tenant", false)]
    [InlineData("Accept", false)]
    public void Header_is_secret_by_its_name(string name, bool isSecret) => Assert.Equal(isSecret, EndpointSecrets.IsSecretHeader(name));

    [Theory]
    [InlineData("sig", true)]
    [InlineData("Code", true)]
    [InlineData("AUTH", true)]
    [InlineData("subscription-key", true)]
    [InlineData("access_token", true)]
    [InlineData("client_secret", true)]
    [InlineData("password", true)]
    [InlineData("X-Amz-Signature", true)]
    [InlineData("X-Amz-Credential", true)]
    [InlineData("design", false)]
    [InlineData("codec", false)]
    [InlineData("author", false)]
    [InlineData("sv", false)]
    public void Parameter_is_secret_by_its_name(string name, bool isSecret) => Assert.Equal(isSecret, EndpointSecrets.IsSecretParameter(name));

    [Theory]
    [InlineData("https://a/?sig=x", "https://a/?sig=********")]
    [InlineData("https://a/?a=1&sig=x%3D&b=2", "https://a/?a=1&sig=********&b=2")]
    [InlineData("https://a/?sig=x=y", "https://a/?sig=********")]
    [InlineData("https://a/?sig=x?code=y", "https://a/?sig=********")]
    [InlineData("https://a/?sig=x&sig=y&code=", "https://a/?sig=********&sig=********&code=********")]
    [InlineData("https://a/?s%69g=x", "https://a/?s%69g=********")]
    [InlineData("https://a/?%=x&sig=%", "https://a/?%=x&sig=********")]
    [InlineData("https://a/?&&sig=x&", "https://a/?&&sig=********&")]
    [InlineData("https://a/sig=x/token=y?sig", "https://a/sig=x/token=y?sig")]
    [InlineData("https://a", "https://a")]
    [InlineData("no address ?code=x", "no address ?code=********")]
    public void Address_is_shown_without_its_secret_values(string url, string shown) => Assert.Equal(shown, EndpointSecrets.Hide(url));

    [Fact]
    public void Values_of_one_parameter_come_back_in_their_order()
    {
        var (open, secret) = EndpointSecrets.Split(new() { Url = "https://a/?sig=1&a=0&sig=2&sig=3" });

        Assert.Equal("https://a/?sig=1&a=0&sig=2&sig=3", EndpointSecrets.Show(open.Url, secret!));
        Assert.Equal("https://a/?sig=1&sig=2", EndpointSecrets.Show("https://a/?sig=********&sig=********", secret!));
    }

    [Fact]
    public void Mask_without_a_value_stays()
    {
        var open = new EndpointInput { Url = "https://a/?sig=********", Headers = new Dictionary<string, string> { ["X-Key"] = EndpointSecrets.Mask } };

        var joined = EndpointSecrets.Join(open, new());

        Assert.Equal(open.Url, joined.Url);
        Assert.Equal(EndpointSecrets.Mask, joined.Headers["X-Key"]);
    }

    [Fact]
    public void Secret_over_another_keeps_what_has_a_mask_and_no_more()
    {
        var stored = EndpointSecrets.Split(Endpoint("https://a/?sig=old&code=old", ("X-Key", "old"), ("X-Token", "old"))).Secret!;
        var (open, given) = EndpointSecrets.Split(Endpoint("https://a/?sig=new&code=********", ("x-key", EndpointSecrets.Mask)));

        var joined = EndpointSecrets.Join(open, given!.Over(stored, open));

        Assert.Equal("https://a/?sig=new&code=old", joined.Url);
        Assert.Equal([KeyValuePair.Create("x-key", "old")], joined.Headers);
        Assert.Equal(["x-key"], given.Over(stored, open).Headers.Keys);
    }

    [Theory]
    [InlineData("https://a/b", "https://A:443/c?d", true)]
    [InlineData("http://a", "https://a", false)]
    [InlineData("https://a", "https://a:444", false)]
    [InlineData("https://a", "https://b", false)]
    [InlineData("https://a", "a", false)]
    public void Origin_is_scheme_host_and_port(string one, string other, bool isSame) => Assert.Equal(isSame, EndpointSecrets.IsSameOrigin(one, other));

    [Fact]
    public void Whole_endpoint_whose_secrets_are_too_long_is_told_so()
    {
        var longest = Endpoint("https://a/", [.. Enumerable.Range(0, 4).Select(i => ($"X-Key-{i}", new string('x', 2993)))]);
        var tooLong = Endpoint("https://a/?sig=" + new string('x', 2034), [.. longest.Headers.Select(header => (header.Key, header.Value))]);

        Assert.Empty(EndpointSecrets.Check(longest));
        Assert.Equal(["endpoint.url", "endpoint"], EndpointSecrets.Check(tooLong).Select(problem => problem.Path));
    }

    [Theory]
    [InlineData("Bearer tokentoken", "no: Bearer tokentoken!", "no: ********!")]
    [InlineData("Bearer tokentoken", "no: tokentoken!", "no: ********!")]
    [InlineData("tokenabc", "tokenabc", "********")]
    [InlineData("tokenab", "tokenab", "tokenab")]
    [InlineData("tokentoken", "no: tokentok…", "no: ********…")]
    [InlineData("tokentoken", "no: tokento…", "no: tokento…")]
    [InlineData("tokentoken", "no: tokentok", "no: tokentok")]
    [InlineData("tokentoken", "…", "…")]
    public void Text_that_repeats_a_secret_has_a_mask_in_its_place(string secret, string text, string shown) =>
        Assert.Equal(shown, new EndpointSecret { Headers = new Dictionary<string, string> { ["X-Key"] = secret } }.HideIn(text));

    [Theory]
    [InlineData("a sig%2Bsig%2Bsig b sig+sig+sig", "a ******** b ********")]
    [InlineData("a sig%2bsig%2bsig", "a sig%2bsig%2bsig")]
    public void Text_that_repeats_a_parameter_has_a_mask_in_its_place(string text, string shown) =>
        Assert.Equal(shown, new EndpointSecret { Parameters = new Dictionary<string, string> { ["sig"] = "sig%2Bsig%2Bsig" } }.HideIn(text));

    [Theory]
    [InlineData("https://a/t/1?sig=a%2Bb&x=a%2Bb", "https://a/t/1?sig=********&x=a%2Bb")]
    [InlineData("https://a/t/1?sig=a%2bb", "https://a/t/1?sig=********")]
    [InlineData("https://a/t/1?sig=other&code=a%2Bb", "https://a/t/1?sig=other&code=a%2Bb")]
    [InlineData("https://a/t/1", "https://a/t/1")]
    public void Address_hides_the_very_values_that_are_known(string url, string shown) =>
        Assert.Equal(shown, EndpointSecrets.HideKnown(url, new() { Parameters = new Dictionary<string, string> { ["sig"] = "a%2Bb" } }));

    [Fact]
    public void Secret_is_whole_with_a_value_for_each_mask()
    {
        var open = Endpoint("https://a/?sig=********&sig=********", ("X-Key", EndpointSecrets.Mask), ("X-Team", "t"));
        var whole = new EndpointSecret
        {
            Headers = new Dictionary<string, string> { ["x-key"] = "a" },
            Parameters = new Dictionary<string, string> { ["sig"] = "b", ["sig&2"] = "c" },
        };

        Assert.True(whole.IsWholeFor(open));
        Assert.False((whole with { Headers = new Dictionary<string, string>() }).IsWholeFor(open));
        Assert.False((whole with { Parameters = new Dictionary<string, string> { ["sig"] = "b" } }).IsWholeFor(open));
        Assert.Equal((false, true), (whole.IsEmpty, new EndpointSecret().IsEmpty));
    }

    [Theory]
    [InlineData("https://b/?sig=********", "x-key", true)]
    [InlineData("https://a/?sig=********&sig=********", "X-Key", false)]
    [InlineData("https://a/", "X-Key", false)]
    [InlineData("https://a/?sig=********", "X-Token", false)]
    public void Masks_are_the_same_by_their_names(string url, string header, bool areSame) => Assert.Equal(
        areSame,
        EndpointSecrets.HasSameMasks(
            Endpoint("https://a/?sig=********", ("X-Key", EndpointSecrets.Mask)), Endpoint(url, (header, EndpointSecrets.Mask), ("X-Team", "t"))));

    [Fact]
    public void Text_forms_say_nothing_of_secrets()
    {
        var endpoint = Endpoint("https://a/?v=1&sig=canary", ("X-Key", "canary"));

        Assert.Equal("POST https://a/?v=1&sig=********", $"{endpoint}");
        Assert.Equal("(secret)", $"{EndpointSecrets.Split(endpoint).Secret}");
    }

    private static EndpointInput Endpoint(string url, params (string Name, string Value)[] headers) =>
        new() { Url = url, Headers = headers.ToDictionary(header => header.Name, header => header.Value) };
}
