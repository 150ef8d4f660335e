using System.Text.Json;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Runs;

namespace FlowFunctions.Tests.Runs;

public class IntegrationSnapshotTests
{
    // It becomes part of the orchestration's history, which is kept for days.
    [Fact]
    public void Snapshot_of_an_integration_of_an_earlier_version_has_no_secret()
    {
        var snapshot = IntegrationSnapshot.Of(RunInputs.Id("a"), new()
        {
            Name = "a",
            Endpoint = new() { Url = "https://example.com/?v=1&sig=canary", Headers = new Dictionary<string, string> { ["X-Key"] = "canary", ["X-Team"] = "t" } },
        });

        Assert.Equal("https://example.com/?v=1&sig=********", snapshot.Endpoint!.Url);
        Assert.Equal("t", snapshot.Endpoint.Headers["X-Team"]);
        Assert.DoesNotContain("canary", JsonSerializer.Serialize(snapshot), StringComparison.Ordinal);
    }
}
