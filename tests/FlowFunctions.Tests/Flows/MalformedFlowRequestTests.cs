using System.Net;
using System.Text;
using FlowFunctions.Core.Tests;
using FlowFunctions.Core.Tests.Flows;
using FlowFunctions.Http;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;

namespace FlowFunctions.Tests.Flows;

[Needs(Need.Azurite)]
public class MalformedFlowRequestTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Malformed_flows_are_400_with_every_path_and_none_is_stored()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        foreach (var number in new[] { 1, 2, 3, 4 })
        {
            await application.Integrations.CreateAsync(Storage.Documents.Integration($"Integration {number}") with { Id = Ids.Of(number) }, Cancel);
        }

        var (a, b) = (Ids.Of(1), Ids.Of(2));
        var existing = await application.Client.CreateFlowAsync("Good", a, b);
        var before = (await application.Client.SendAsync("GET", $"integrationflows/{existing}")).Text;

        foreach (var row in MalformedFlows.All)
        {
            var (name, document, paths) = row.Data;
            foreach (var (method, path) in new[] { ("POST", "integrationflows"), ("PUT", $"integrationflows/{existing}"), ("POST", "integrationflows/validate") })
            {
                var answer = await application.Client.SendAsync(method, path, document);

                if (Encoding.UTF8.GetByteCount(document) > RequestBody.MaximumLength)
                {
                    answer.MustBeError(HttpStatusCode.RequestEntityTooLarge);
                    continue;
                }

                Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{method} {path} of '{name}': {answer.Text}");
                Assert.Equal(paths.Order(StringComparer.Ordinal), answer.MustBeError(HttpStatusCode.BadRequest).ErrorPaths.Order(StringComparer.Ordinal));
            }
        }

        Assert.Equal(1, (await application.Flows.ListAsync(new(0, 10), Cancel)).TotalSize);
        Assert.Equal(before, (await application.Client.SendAsync("GET", $"integrationflows/{existing}")).Text);
    }
}
