using System.Net;
using FlowFunctions.Core.Tests.Connections;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;

namespace FlowFunctions.Tests.Connections;

[Needs(Need.Azurite)]
public class MalformedConnectionRequestTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Malformed_connections_are_400_with_every_path_and_nothing_is_stored()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        foreach (var row in MalformedConnections.All)
        {
            var (name, document, paths) = row.Data;

            var answer = await application.Client.SendAsync("POST", "integrations/connections", document);

            Assert.True(answer.Status == HttpStatusCode.BadRequest, $"'{name}': {answer.Text}");
            Assert.Equal(paths.Order(StringComparer.Ordinal), answer.MustBeError(HttpStatusCode.BadRequest).ErrorPaths.Order(StringComparer.Ordinal));
        }

        Assert.Equal(0, (await application.Connections.ListAsync(new(0, 10), TestContext.Current.CancellationToken)).TotalSize);
        Assert.Equal(0, await SecretRows.CountAsync(application, TestContext.Current.CancellationToken));
    }
}
