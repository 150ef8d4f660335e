using System.Globalization;
using System.Reflection;

namespace FlowFunctions.ScaleModel;

/// <summary>
/// What the model takes for given. Prices are US dollars without tax, list prices for a locally redundant general-purpose v2 account as remembered in November 2026:
/// check them against the price list of the region before a decision hangs on them.
/// </summary>
internal sealed record Assumptions
{
    /// <summary>Steps that run, one after another, each ended within <c>Flows:InlineWait</c>.</summary>
    public double StepsPerRun { get; init; } = 8;

    /// <summary>Seconds that a step's activity waits for its end.</summary>
    public double SecondsPerStep { get; init; } = 10;

    /// <summary>How many times the day's average the busiest hour has: 1 is even, 24 is all in one hour.</summary>
    public double PeakFactor { get; init; } = 6;

    /// <summary>Control queues of a hub: host.json's partitionCount, 1 to 16.</summary>
    public double Partitions { get; init; } = 8;

    /// <summary>Seconds between two looks into an empty queue of Durable Functions: host.json's maxQueuePollingInterval.</summary>
    public double HubPollSeconds { get; init; } = 5;

    /// <summary>Queues that the app's own functions listen to: run-requests, notifications and their poison queues.</summary>
    public double AppQueues { get; init; } = 4;

    /// <summary>Seconds between two looks into an empty one: host.json's maxPollingInterval.</summary>
    public double AppPollSeconds { get; init; } = 1;

    /// <summary>host.json's maxConcurrentActivityFunctions.</summary>
    public double ActivitiesPerInstance { get; init; } = 64;

    /// <summary>Orchestrator messages a second that one control queue's owner handles. An assumption on the safe side of Microsoft's targets for one instance; measure it.</summary>
    public double MessagesPerPartition { get; init; } = 50;

    /// <summary>Messages a second that one storage queue takes (Microsoft's scalability target). All activities of a hub go through one.</summary>
    public double MessagesPerQueue { get; init; } = 2_000;

    /// <summary>Requests a second that one account takes (Microsoft's default target), less a quarter to spare.</summary>
    public double RequestsPerAccount { get; init; } = 15_000;

    /// <summary>Rows a second that one partition of a table takes (Microsoft's scalability target).</summary>
    public double RowsPerTablePartition { get; init; } = 2_000;

    /// <summary>Actions a second of one capacity unit of a Durable Task Scheduler (documentation).</summary>
    public double ActionsPerCapacityUnit { get; init; } = 2_000;

    /// <summary>For 10,000 table transactions.</summary>
    public double TablePrice { get; init; } = 0.00036;

    /// <summary>For 10,000 queue operations.</summary>
    public double QueuePrice { get; init; } = 0.004;

    /// <summary>For 10,000 blob writes, which leases are.</summary>
    public double BlobPrice { get; init; } = 0.055;

    /// <summary>For a GB-second of an instance that is at work.</summary>
    public double ComputePrice { get; init; } = 0.000026;

    /// <summary>For a million executions of functions.</summary>
    public double ExecutionPrice { get; init; } = 0.40;

    public double InstanceGigabytes { get; init; } = 2;

    /// <exception cref="FormatException">An argument names no assumption, or has no number.</exception>
    public static Assumptions Parse(IEnumerable<string> arguments)
    {
        var assumptions = new Assumptions();
        foreach (var argument in arguments)
        {
            var parts = argument.Split('=', 2);
            var property = typeof(Assumptions).GetProperty(parts[0], BindingFlags.Public | BindingFlags.Instance)
                ?? throw new FormatException($"'{parts[0]}' is no assumption; give one of {string.Join(", ", typeof(Assumptions).GetProperties().Select(known => known.Name))}.");
            property.SetValue(assumptions, double.Parse(parts[^1], CultureInfo.InvariantCulture));
        }

        return assumptions;
    }
}
