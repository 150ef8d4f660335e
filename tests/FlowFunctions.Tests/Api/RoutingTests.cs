using System.Net;
using FlowFunctions.Http;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Api;

[Needs(Need.Azurite)]
public class RoutingTests(AzuriteFixture azurite)
{
    [Fact]
    public void Fallback_is_the_last_function_by_name() =>
        Assert.Equal(UnknownPathFunction.Name, HostedFunction.All.Select(function => function.Name).Order(StringComparer.OrdinalIgnoreCase).Last());

    [Theory]
    [InlineData("GET", "nothing")]
    [InlineData("GET", "")]
    [InlineData("POST", "integrationflows/run")]
    [InlineData("GET", "integrationflows/not-an-id")]
    [InlineData("PUT", "integrationflows/0193")]
    [InlineData("GET", "integrations/connection")]
    [InlineData("GET", "integrations/ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ")]
    [InlineData("DELETE", "integrationflows/0193f0f0f0f0700080000000000000ff")]
    public async Task Unknown_path_or_id_is_404(string method, string path)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var answer = await application.Client.SendAsync(method, path, method == "PUT" ? ApiClient.FlowBody("Any", Id(1), Id(2)) : null);

        answer.MustBeError(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("PATCH", "integrationflows/0193f0f0f0f0700080000000000000ff", "DELETE, GET, PUT")]
    [InlineData("DELETE", "integrationflows", "GET, POST")]
    [InlineData("GET", "integrationflows/0193f0f0f0f0700080000000000000ff/run", "POST")]
    [InlineData("POST", "health", "GET")]
    [InlineData("GET", "integrationflows/validate", "POST")]
    public async Task Wrong_method_is_405_and_names_the_right_ones(string method, string path, string allow)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var answer = await application.Client.SendAsync(method, path);

        answer.MustBeError(HttpStatusCode.MethodNotAllowed);
        Assert.Equal(allow, string.Join(", ", answer.ContentHeaders.Allow));
    }

    private static string Id(int number) => $"0193f0f0f0f070008000{number:x12}";
}
