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
    [InlineData("X-Pwd", true)]
    [InlineData("X-Passwd", true)]
    [InlineData("X-Passphrase", true)]
    [InlineData("X-Bearer", true)]
    [InlineData("Cf-Access-Jwt-Assertion", true)]
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
    [InlineData("pwd", true)]
    [InlineData("passwd", true)]
    [InlineData("pass", true)]
    [InlineData("passphrase", true)]
    [InlineData("Authorization", true)]
    [InlineData("bearer", true)]
    [InlineData("id_jwt", true)]
    [InlineData("passenger", false)]
    [InlineData("authorizations", false)]
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
    [InlineData("a sig%2bsig%2bsig", "a ********")]
    [InlineData("a %73ig%2bsig%2bsig", "a ********")]
    [InlineData("a sig\\u002bsig\\u002Bsig", "a ********")]
    [InlineData("a sig%252Bsig%252Bsig", "a ********")]
    [InlineData("a sig sig sig", "a sig sig sig")]
    public void Text_that_repeats_a_parameter_has_a_mask_in_its_place(string text, string shown) =>
        Assert.Equal(shown, new EndpointSecret { Parameters = new Dictionary<string, string> { ["sig"] = "sig%2Bsig%2Bsig" } }.HideIn(text));

    [Theory]
    [InlineData("""{"a":"Bearer ab\u002Bcd\/ef==gh"}""", """{"a":"********"}""")]
    [InlineData("""{"a":"ab\u002bcd/ef\u003d\u003dgh","b":"\u002B"}""", """{"a":"********","b":"\u002B"}""")]
    [InlineData("""{\"a\":\"ab\\u002Bcd/ef==gh\"}""", """{\"a\":\"********\"}""")]
    [InlineData("x=ab%2bcd%2Fef%3D%3Dgh&y=%2b", "x=********&y=%2b")]
    [InlineData("x=ab%252bcd%252Fef%3D%3Dgh", "x=********")]
    [InlineData("""{"x":"https:\/\/a?x=ab\u00252bcd%2Fef==gh"}""", """{"x":"https:\/\/a?x=********"}""")]
    [InlineData("no: ab%2bcd%2Fef%3…", "no: ********…")]
    [InlineData("no: ab%2bcd%2Fef%…", "no: ********…")]
    [InlineData("""no: ab\u002bcd\/ef\u00…""", "no: ********…")]
    [InlineData("""no: ab\u002bcd\/ef\…""", "no: ********…")]
    [InlineData("""100% of \u00 %zz %ff \x \\ %e""", """100% of \u00 %zz %ff \x \\ %e""")]
    [InlineData("""100% of \u00 %zz %ff \x %C3…""", """100% of \u00 %zz %ff \x %C3…""")]
    [InlineData("ab+cd/ef==ghab+cd/ef==gh", "****************")]
    public void Text_that_repeats_a_secret_in_another_spelling_has_a_mask_in_its_place(string text, string shown) =>
        Assert.Equal(shown, new EndpointSecret { Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer ab+cd/ef==gh" } }.HideIn(text));

    [Theory]
    [InlineData("été-secret %c3%a9t%C3%A9-secret", "******** ********")]
    [InlineData("""\u00e9t\u00E9-secret""", "********")]
    [InlineData("no: %c3%a9t%c3%a9-secre%…", "no: ********…")]
    public void Parameter_with_letters_of_several_bytes_is_hidden_too(string text, string shown) =>
        Assert.Equal(shown, new EndpointSecret { Parameters = new Dictionary<string, string> { ["sig"] = "%C3%A9t%C3%A9-secret" } }.HideIn(text));

    [Fact]
    public void Secret_with_quotes_is_hidden_in_a_text_that_escapes_them() => Assert.Equal(
        """{"a":"********"}""",
        new EndpointSecret { Headers = new Dictionary<string, string> { ["X-Key"] = """say"this\that""" } }.HideIn("""{"a":"say\"this\\that"}"""));

    /// <summary>As RFC 7617 has it: a server that refuses it may say what it has read.</summary>
    [Theory]
    [InlineData("Basic ZXZlOmh1bnRlcjItaHVudGVy", "no eve:hunter2-hunter", "no ********")]
    [InlineData("basic ZXZlOmh1bnRlcjItaHVudGVy", "eve's password hunter2-hunter is wrong", "eve's password ******** is wrong")]
    [InlineData("Basic not-Base64!", "no eve:hunter2-hunter", "no eve:hunter2-hunter")]
    [InlineData("Basic ZXZlOmh1bnRlcjItaHVudGVy", "no ZXZlOmh1bnRlcjItaHVudGVy", "no ********")]
    public void Password_of_basic_authentication_is_hidden_where_it_is_quoted_decoded(string header, string text, string shown) =>
        Assert.Equal(shown, new EndpointSecret { Headers = new Dictionary<string, string> { ["Authorization"] = header } }.HideIn(text));

    [Fact]
    public void Secret_is_hidden_in_whatever_way_a_text_spells_it() => Gen.Select(Gen.Char[' ', '~'].Array[8, 40], Gen.Bool.Array[40], Gen.Int[0, 3]).Sample((letters, isEscaped, way) =>
    {
        var value = new string(letters);
        var json = string.Concat(letters.Select((letter, index) => isEscaped[index] || letter is '"' or '\\' ? $"\\u{(int)letter:X4}" : $"{letter}"));
        var percent = string.Concat(letters.Select((letter, index) => isEscaped[index] || letter == '%' ? $"%{(int)letter:x2}" : $"{letter}"));
        var spelled = way switch { 0 => value, 1 => json, 2 => percent, _ => percent.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\u0022", StringComparison.Ordinal) };
        var secret = new EndpointSecret { Headers = new Dictionary<string, string> { ["X-Key"] = value } };

        Assert.Equal("«********»", secret.HideIn($"«{spelled}»"));
    });

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
