using System.Text.Json.Nodes;
using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Judging;

namespace FlowFunctions.Chaos.Tests.Judging;

public sealed class RunSeenTests
{
    private static readonly DateTimeOffset Beginning = new(2026, 11, 23, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Run_is_read_as_the_contract_writes_it()
    {
        var run = RunSeen.Of(
            JsonNode.Parse("""
                {"id":"r1","startDate":"2026-11-23T09:30:01.500Z","endDate":null,"success":false,"message":"Running","executionErrorCode":null,"triggerSource":"scheduled",
                 "steps":[{"status":"failure","message":"no","executionErrorCode":1007,"startDate":"2026-11-23T09:30:02.000Z"},{"status":"not_run","message":null,"executionErrorCode":null,"startDate":null}]}
                """)!,
            Beginning);

        Assert.Equal(("r1", 1.5, null, false, "Running", null, true), (run.Id, run.StartedAt, run.EndedAt, run.Success, run.Message, run.ErrorCode, run.IsScheduled));
        Assert.Equal([new(StepStatuses.Failure, "no", 1007) { StartedAt = 2 }, new(StepStatuses.NotRun, null, null)], run.Steps);
    }

    [Fact]
    public void Entries_tell_the_same_whatever_their_steps()
    {
        var run = new RunSeen("r1", 1, 2, Success: true, "Success", null, IsScheduled: false, []);

        Assert.True(run.TellsAs(run with { Id = "", Steps = [new(StepStatuses.Success, null, null) { StartedAt = 2 }] }));
        Assert.False(run.TellsAs(run with { EndedAt = 2.001 }));
    }
}
