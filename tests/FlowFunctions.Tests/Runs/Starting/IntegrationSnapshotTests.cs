using System.Text.Json;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;

namespace FlowFunctions.Tests.Runs.Starting;

public class IntegrationSnapshotTests
{
    [Theory]
    [InlineData(true, 90, 90)]
    [InlineData(false, 90, null)]
    [InlineData(true, null, null)]
    [InlineData(true, -1, null)]
    public void Snapshot_has_how_long_the_work_took_where_it_ended_well(bool success, int? seconds, int? expected)
    {
        var start = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
        var latest = new LatestRun
        {
            TriggeredBy = "ann", StartDate = start, EndDate = seconds is { } took ? start.AddSeconds(took) : null, Success = success, Message = "m", TriggerSource = "manual",
        };

        var snapshot = IntegrationSnapshot.Of(RunInputs.Id("a"), new() { Name = "a", WorkspaceId = "w", ModelId = "m", ProcessId = "118000000001", Idempotent = true }, latest);

        Assert.Equal(expected, snapshot.Anaplan!.PastDuration?.TotalSeconds);
        Assert.True(snapshot.Anaplan.Idempotent);
        Assert.Null(IntegrationSnapshot.Of(RunInputs.Id("a"), new() { Name = "a", WorkspaceId = "w", ModelId = "m" }).Anaplan!.PastDuration);
    }

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
