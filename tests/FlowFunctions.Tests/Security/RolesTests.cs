using System.Net;
using FlowFunctions.Http;
using FlowFunctions.Security;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;

namespace FlowFunctions.Tests.Security;

[Needs(Need.Azurite)]
public class RolesTests(AzuriteFixture azurite)
{
    [Fact]
    public void Only_health_the_pages_and_a_code_s_exchange_ask_for_no_key() =>
        Assert.Equal(
            ["GetDashboardAsset", "GetDashboardPage", "GetDocsAsset", "GetDocsPage", "GetHealth", "GetLiveness", "GetReadiness", "OpenSession"],
            HttpFunctions.All.Where(function => function.Value.IsOpen).Select(function => function.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void Viewers_only_read_mark_their_own_feed_as_read_and_sign_in_and_out() =>
        Assert.All(
            HostedFunction.All.Where(function => HttpFunctions.All[function.Name].Role == Role.Viewer && function.Name != "ZzUnknownPath"),
            function => Assert.Matches("^(Get|List|PreviewResumeOfFlowRun$|MarkNotificationRead$|MarkAllNotificationsRead$|CreateSignInCode$|EndSession$)", function.Name));

    [Theory]
    [InlineData(ApiApplication.ViewerKey, "GET", "integrationflows", HttpStatusCode.OK)]
    [InlineData(ApiApplication.ViewerKey, "POST", "integrationflows", HttpStatusCode.Forbidden)]
    [InlineData(ApiApplication.ViewerKey, "POST", "integrationflows/0193f0f0f0f0700080000000000000ff/run", HttpStatusCode.Forbidden)]
    [InlineData(ApiApplication.ViewerKey, "DELETE", "integrations/0193f0f0f0f0700080000000000000ff", HttpStatusCode.Forbidden)]
    [InlineData(ApiApplication.ViewerKey, "GET", "nothing", HttpStatusCode.NotFound)]
    [InlineData(ApiApplication.OperatorKey, "GET", "integrations", HttpStatusCode.OK)]
    [InlineData(ApiApplication.OperatorKey, "POST", "integrationflows/0193f0f0f0f0700080000000000000ff/run", HttpStatusCode.NotFound)]
    [InlineData(ApiApplication.OperatorKey, "PUT", "integrationflows/0193f0f0f0f0700080000000000000ff", HttpStatusCode.Forbidden)]
    [InlineData(ApiApplication.EditorKey, "POST", "integrationflows", HttpStatusCode.BadRequest)]
    [InlineData("not-a-key", "GET", "integrationflows", HttpStatusCode.Unauthorized)]
    [InlineData(null, "GET", "integrationflows", HttpStatusCode.Unauthorized)]
    [InlineData(null, "GET", "nothing", HttpStatusCode.Unauthorized)]
    [InlineData(null, "GET", "health/live", HttpStatusCode.OK)]
    public async Task Role_decides_what_a_key_may_do(string? key, string method, string path, HttpStatusCode expected)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var answer = await application.ClientWith(key).SendAsync(method, path);

        Assert.True(answer.Status == expected, answer.Text);
        if (expected != HttpStatusCode.OK)
        {
            answer.MustBeError(expected);
        }

        Assert.Equal(expected == HttpStatusCode.Unauthorized, answer.Headers.WwwAuthenticate.Count > 0);
    }

    [Theory]
    [InlineData("Authorization", "AnaplanAuthToken " + ApiApplication.EditorKey)]
    [InlineData("Authorization", "Bearer " + ApiApplication.EditorKey)]
    [InlineData("authorization", "bearer  " + ApiApplication.EditorKey)]
    [InlineData("x-functions-key", ApiApplication.EditorKey)]
    public async Task Key_is_taken_from_each_header_of_the_contract(string header, string value)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var answer = await application.ClientWith(null).SendAsync("GET", "integrationflows", null, (header, value));

        answer.MustBeOk();
    }

    [Theory]
    [InlineData("Authorization", "Basic " + ApiApplication.EditorKey)]
    [InlineData("Authorization", ApiApplication.EditorKey)]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("x-api-key", ApiApplication.EditorKey)]
    public async Task Key_in_another_place_counts_for_nothing(string header, string value)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var answer = await application.ClientWith(null).SendAsync("GET", "integrationflows", null, (header, value));

        answer.MustBeError(HttpStatusCode.Unauthorized);
    }
}
