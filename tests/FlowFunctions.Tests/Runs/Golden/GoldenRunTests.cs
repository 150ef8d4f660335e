using System.Text.Json.Nodes;
using FlowFunctions.LocalHost.Engine.History;
using FlowFunctions.LocalHost.Engine.Replay;
using FlowFunctions.Runs;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.Tests.Runs.Golden;

/// <summary>
/// Runs that released orchestrators left in storage must go on under today's code: each file is replayed from its first turn to its last, and
/// every prefix of it, which is where an update would find a run in flight.
/// </summary>
public class GoldenRunTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Runs", "Golden");

    public static TheoryData<string> Recorded => [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Recorded_run_replays_to_its_recorded_end(string name)
    {
        var golden = GoldenRun.Read(Path.Combine(Folder, name + ".json"));

        var execution = Replay(golden, golden.Turns.Count);

        var completed = Assert.IsType<ExecutionCompleted>(execution.Outcome);
        Assert.True(JsonNode.DeepEquals(golden.Output, JsonNode.Parse(completed.Output!)), completed.Output);
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Recorded_run_that_was_cut_off_anywhere_goes_on(string name)
    {
        var golden = GoldenRun.Read(Path.Combine(Folder, name + ".json"));

        for (var turns = 0; turns < golden.Turns.Count; turns++)
        {
            Assert.Null(Replay(golden, turns).Outcome);
        }
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Recorded_run_that_asked_for_something_else_is_refused(string name)
    {
        var golden = GoldenRun.Read(Path.Combine(Folder, name + ".json"));
        var changed = golden with { Turns = [.. golden.Turns.Select(turn => turn with { Scheduled = [.. turn.Scheduled.Select(Renamed)] })] };

        var failed = Assert.IsType<ExecutionFailed>(Replay(changed, changed.Turns.Count).Outcome);
        Assert.Equal(HistoryReplay.NonDeterminism, failed.Failure.ErrorType);
    }

    private static ScheduledAction Renamed(ScheduledAction action) => action with { Name = action.Name + "V0" };

    private static OrchestrationExecution Replay(GoldenRun golden, int turns)
    {
        var execution = new OrchestrationExecution(
            golden.Scheduled,
            async context => await RunFlow.RunAsync(context),
            new JsonDataConverter(),
            NullLoggerFactory.Instance,
            strayed: () => Assert.Fail("The orchestrator left its turn."));
        HistoryReplay.Run(execution, [.. golden.Turns.Take(turns)]);
        return execution;
    }
}
