using System.Globalization;
using System.Reflection;

namespace FlowFunctions.ScaleModel;

/// <summary>
/// What the model takes for given: an installation on Flex Consumption as the template makes it in production. Prices are US dollars without tax, list prices of US regions as remembered in
/// November 2026, without free grants: check them against the price list of the region before a decision hangs on them. Where each is listed stands beside it.
/// </summary>
internal sealed record Assumptions
{
    /// <summary>Steps that run, one after another.</summary>
    public double StepsPerRun { get; init; } = 8;

    /// <summary>Seconds from a step's start to its end.</summary>
    public double SecondsPerStep { get; init; } = 20;

    /// <summary>Seconds that a step waits for its end inside its activity, before the wait becomes durable: the template's inlineWait.</summary>
    public double InlineWaitSeconds { get; init; } = 5;

    /// <summary>Seconds between two looks at a step that is waited for durably: an activity each.</summary>
    public double StepPollSeconds { get; init; } = 10;

    /// <summary>Seconds from a request to its answer from which on a step's end is kept at once, in its handle: StepDriver.KeepsEndAfter.</summary>
    public double EndIsKeptAfterSeconds { get; init; } = 1;

    /// <summary>Seconds that an execution is billed at least: https://learn.microsoft.com/azure/azure-functions/functions-consumption-costs.</summary>
    public double LeastSecondsAtWork { get; init; } = 1;

    /// <summary>Executions of the app's timers in a day: DispatchSchedules every minute, Watchdog every five, PurgeExpired every hour.</summary>
    public double TimersPerDay { get; init; } = 1_440 + 288 + 24;

    /// <summary>How many times the day's average the busiest hour has: 1 is even, 24 is all in one hour.</summary>
    public double PeakFactor { get; init; } = 6;

    /// <summary>Control queues of a hub: host.json's partitionCount, 1 to 16.</summary>
    public double Partitions { get; init; } = 8;

    /// <summary>Seconds between two looks into an empty queue of Durable Functions: host.json's maxQueuePollingInterval.</summary>
    public double HubPollSeconds { get; init; } = 5;

    /// <summary>Queues that the app's own functions listen to: run-requests, notifications and their poison queues.</summary>
    public double AppQueues { get; init; } = 4;

    /// <summary>Seconds between two looks into an empty one: the template's queuePollingInterval.</summary>
    public double AppPollSeconds { get; init; } = 10;

    /// <summary>maxConcurrentActivityFunctions as the template sets it for 2 GB.</summary>
    public double ActivitiesPerInstance { get; init; } = 20;

    /// <summary>Groups of functions that scale by themselves: HTTP, Durable Functions, and each timer and queue.</summary>
    public double FunctionGroups { get; init; } = 9;

    /// <summary>Instances that production keeps running: for HTTP, Durable Functions and StartScheduledRun.</summary>
    public double AlwaysReadyInstances { get; init; } = 3;

    /// <summary>Private endpoints, with a DNS zone each: blobs, queues, tables, vault.</summary>
    public double PrivateEndpoints { get; init; } = 4;

    /// <summary>Kilobytes of log lines, requests and spans of one run with eight steps, estimated; what Application Insights bills, the workbook tells.</summary>
    public double LogKilobytesPerRun { get; init; } = 45;

    /// <summary>Megabytes a day that one instance sends without a run: an estimate, of about forty rows of metrics a minute and the timers' lines.</summary>
    public double LogMegabytesPerInstance { get; init; } = 50;

    /// <summary>Questions of the availability test in a day: five places, every five minutes.</summary>
    public double AvailabilityTestsPerDay { get; init; } = 5 * 288;

    /// <summary>Log alerts that are asked every five minutes, and every quarter of an hour.</summary>
    public double FrequentLogAlerts { get; init; } = 4;

    public double QuarterlyLogAlerts { get; init; } = 1;

    /// <summary>Orchestrator messages a second that one control queue's owner handles. An assumption on the safe side of Microsoft's targets for one instance; measure it.</summary>
    public double MessagesPerPartition { get; init; } = 50;

    /// <summary>Messages a second that one storage queue takes (Microsoft's scalability target). All activities of a hub go through one.</summary>
    public double MessagesPerQueue { get; init; } = 2_000;

    /// <summary>Requests a second that one account takes (Microsoft's default target), less a quarter to spare.</summary>
    public double RequestsPerAccount { get; init; } = 15_000;

    /// <summary>Rows a second that one partition of a table takes (Microsoft's scalability target).</summary>
    public double RowsPerTablePartition { get; init; } = 2_000;

    /// <summary>
    /// Rows of the one partition of integrations that a step reads and writes: its integration is read when the run starts and written when it ends, each time with those of the other steps in one
    /// request.
    /// </summary>
    public double IntegrationRowsPerStep { get; init; } = 2;

    /// <summary>Actions a second of one capacity unit of a Durable Task Scheduler (documentation).</summary>
    public double ActionsPerCapacityUnit { get; init; } = 2_000;

    /// <summary>For 10,000 table transactions, zone-redundant or not: https://azure.microsoft.com/pricing/details/storage/tables.</summary>
    public double TablePrice { get; init; } = 0.00036;

    /// <summary>For 10,000 queue operations: https://azure.microsoft.com/pricing/details/storage/queues.</summary>
    public double QueuePrice { get; init; } = 0.004;

    /// <summary>For 10,000 blob writes, which leases are: https://azure.microsoft.com/pricing/details/storage/blobs.</summary>
    public double BlobPrice { get; init; } = 0.055;

    /// <summary>How much more zone-redundant storage costs than locally redundant.</summary>
    public double ZoneRedundantStorageFactor { get; init; } = 1.25;

    /// <summary>For a GB-second at work of an instance that came on demand: https://azure.microsoft.com/pricing/details/functions, as are the next three.</summary>
    public double ComputePrice { get; init; } = 0.000026;

    /// <summary>For a GB-second at work of an instance that is kept running.</summary>
    public double AlwaysReadyComputePrice { get; init; } = 0.000016;

    /// <summary>For a GB-second of keeping one running.</summary>
    public double AlwaysReadyPrice { get; init; } = 0.000004;

    /// <summary>For a million executions of functions.</summary>
    public double ExecutionPrice { get; init; } = 0.40;

    /// <summary>For a GB of logs that comes in, kept a month: https://azure.microsoft.com/pricing/details/monitor, as are the next three.</summary>
    public double LogPrice { get; init; } = 2.30;

    /// <summary>For one question of an availability test.</summary>
    public double AvailabilityTestPrice { get; init; } = 0.0006;

    /// <summary>For a log alert a month, asked every five minutes.</summary>
    public double FrequentLogAlertPrice { get; init; } = 1.50;

    /// <summary>For one that is asked every quarter of an hour.</summary>
    public double QuarterlyLogAlertPrice { get; init; } = 0.50;

    /// <summary>For an hour of a private endpoint: https://azure.microsoft.com/pricing/details/private-link.</summary>
    public double PrivateEndpointPrice { get; init; } = 0.01;

    /// <summary>For a month of a DNS zone: https://azure.microsoft.com/pricing/details/dns.</summary>
    public double DnsZonePrice { get; init; } = 0.50;

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
