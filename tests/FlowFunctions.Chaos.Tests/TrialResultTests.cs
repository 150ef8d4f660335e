using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Judging;

namespace FlowFunctions.Chaos.Tests;

public sealed class TrialResultTests
{
    [Fact]
    public void Lines_count_cancellations_and_messages_and_name_the_slowest_run()
    {
        var order = new RunOrder(new HashSet<int> { 0 }, new HashSet<int>());
        var run = new RunSeen("r1", 0, 1, Success: false, "Cancelled by ann", 1003, IsScheduled: false, []);
        var result = new TrialResult([], [run], Kills: 0, Stops: 0, StorageEvents: 0, Faults: 0, Refused: 0, Repeats: (0, 0))
        {
            Asked =
            [
                new("r1", order) { AcceptedAt = 1, EndSeenAt = 9, CancelAcceptedAt = 2 },
                new("r2", order) { AcceptedAt = 2, EndSeenAt = 44, CancelAcceptedAt = 3 },
                new("r3", order) { AcceptedAt = 3 },
            ],
            Notices = (7, 2),
            Forgotten = 3,
        };

        var lines = result.Lines().ToList();

        Assert.Contains("2 cancellations were accepted, and 1 runs ended as cancelled.", lines);
        Assert.Contains("The webhook was told of 7 ends; 2 messages were given up.", lines);
        Assert.Contains("3 orchestrations stand that nobody waits for.", lines);
        Assert.Contains("The slowest run, r2, took 42 s from its acceptance to its end.", lines);
    }
}
