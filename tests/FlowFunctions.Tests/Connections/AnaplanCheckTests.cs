using System.Net;
using System.Text.Json;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using FlowFunctions.Tests.Targets;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Connections;

/// <summary>The user of the installation, asked for before a run needs it.</summary>
[Needs(Need.Azurite)]
public sealed class AnaplanCheckTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Token = """{"status":"SUCCESS","statusMessage":"ok","tokenInfo":{"expiresAt":"4102444800000","tokenId":1,"tokenValue":"t0ken","refreshTokenId":2}}""";

    private ScriptedEndpoint _anaplan = null!;

    public async ValueTask InitializeAsync() => _anaplan = await ScriptedEndpoint.StartAsync();

    public ValueTask DisposeAsync() => _anaplan.DisposeAsync();

    [Fact]
    public async Task User_that_anaplan_takes_works()
    {
        _anaplan.Otherwise(context => ScriptedEndpoint.Answer(context, 201, Token));

        var check = await CheckAsync("planner");

        Assert.True(check.GetProperty("works").GetBoolean());
        Assert.DoesNotContain("t0ken", check.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_that_is_refused_or_is_none_does_not_and_the_cure_is_said_without_the_password()
    {
        _anaplan.Otherwise(context => ScriptedEndpoint.Answer(context, 401, """{"status":"FAILURE_BAD_CREDENTIAL"}"""));

        var refused = await CheckAsync("planner");
        var nobody = await CheckAsync("");

        Assert.False(refused.GetProperty("works").GetBoolean());
        Assert.DoesNotContain("canary", refused.GetRawText(), StringComparison.Ordinal);
        Assert.False(nobody.GetProperty("works").GetBoolean());
        Assert.Contains("Targets:Anaplan:UserName", nobody.GetProperty("message").GetString()!, StringComparison.Ordinal);
    }

    /// <summary>The token was good when it was got, and its user is not any more.</summary>
    [Fact]
    public async Task User_that_is_taken_away_while_its_token_lasts_is_found_out_within_half_a_minute()
    {
        _anaplan.Otherwise(context => ScriptedEndpoint.Answer(context, 201, Token));
        await using var application = await StartAsync("planner");
        var first = await CheckAsync(application);
        _anaplan.Otherwise(context => ScriptedEndpoint.Answer(context, 401, """{"status":"FAILURE_BAD_CREDENTIAL"}"""));
        var asked = _anaplan.Received.Count;

        application.Time.Advance(AnaplanCheck.AnswerLifetime - TimeSpan.FromSeconds(1));
        var again = await CheckAsync(application);
        var askedMeanwhile = _anaplan.Received.Count - asked;
        application.Time.Advance(TimeSpan.FromSeconds(1));
        var later = await CheckAsync(application);

        Assert.True(first.GetProperty("works").GetBoolean());
        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal(0, askedMeanwhile);
        Assert.False(later.GetProperty("works").GetBoolean());
        Assert.Equal("2026-11-23T09:30:30.000Z", later.GetProperty("checkedAt").GetString());
    }

    [Fact]
    public async Task Token_that_has_ended_before_its_time_is_replaced_and_the_user_works()
    {
        _anaplan.Otherwise(context => context.Request.Path == "/token/validate"
            ? ScriptedEndpoint.Answer(context, 401, """{"status":"FAILURE_BAD_TOKEN"}""")
            : ScriptedEndpoint.Answer(context, 201, Token));
        await using var application = await StartAsync("planner");

        Assert.True((await CheckAsync(application)).GetProperty("works").GetBoolean());
        Assert.Equal(
            ["POST /token/authenticate", "GET /token/validate", "POST /token/authenticate"], _anaplan.Received.Select(request => $"{request.Method} {request.Path}"));
        Assert.Equal("AnaplanAuthToken t0ken", _anaplan.Received[1].Headers["Authorization"]);
    }

    [Fact]
    public async Task Service_that_does_not_say_leaves_it_open_and_is_asked_again_by_the_next()
    {
        _anaplan.Otherwise(context => context.Request.Path == "/token/validate"
            ? ScriptedEndpoint.Answer(context, 404, "<html/>", ("Content-Type", "text/html"))
            : ScriptedEndpoint.Answer(context, 201, Token));
        await using var application = await StartAsync("planner");
        var unsaid = await CheckAsync(application);
        _anaplan.Otherwise(context => ScriptedEndpoint.Answer(context, 200, Token));

        Assert.Equal(JsonValueKind.Null, unsaid.GetProperty("works").ValueKind);
        Assert.True((await CheckAsync(application)).GetProperty("works").GetBoolean());
    }

    [Fact]
    public async Task Viewer_may_not_have_anaplan_asked()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        (await application.ClientWith(ApiApplication.ViewerKey).SendAsync("POST", "anaplan/check")).MustBeError(HttpStatusCode.Forbidden);
    }

    private async Task<JsonElement> CheckAsync(string userName)
    {
        await using var application = await StartAsync(userName);
        return await CheckAsync(application);
    }

    private Task<ApiApplication> StartAsync(string userName) => ApiApplication.StartAsync(
        azurite.ConnectionString,
        services => services.Configure<AnaplanOptions>(options => (options.AuthAddress, options.UserName, options.Password) = (_anaplan.Url, userName, userName.Length > 0 ? "canary" : "")));

    private static async Task<JsonElement> CheckAsync(ApiApplication application) =>
        (await application.ClientWith(ApiApplication.OperatorKey).SendAsync("POST", "anaplan/check")).MustBeOk().Json.GetProperty("check");
}
