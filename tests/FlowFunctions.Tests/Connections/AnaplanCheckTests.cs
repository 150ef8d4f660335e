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

    [Fact]
    public async Task Viewer_may_not_have_anaplan_asked()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        (await application.ClientWith(ApiApplication.ViewerKey).SendAsync("POST", "anaplan/check")).MustBeError(HttpStatusCode.Forbidden);
    }

    private async Task<JsonElement> CheckAsync(string userName)
    {
        await using var application = await ApiApplication.StartAsync(
            azurite.ConnectionString,
            services => services.Configure<AnaplanOptions>(options => (options.AuthAddress, options.UserName, options.Password) = (_anaplan.Url, userName, userName.Length > 0 ? "canary" : "")));
        return (await application.ClientWith(ApiApplication.OperatorKey).SendAsync("POST", "anaplan/check")).MustBeOk().Json.GetProperty("check");
    }
}
