using Microsoft.DurableTask.Client;

namespace FlowFunctions.Definitions;

/// <summary>
/// Finds and removes what a crash or an outage has left behind in storage, between two effects that belong together, and nothing else would find. Each room has its own;
/// the watchdog calls them all.
/// </summary>
public interface IRepair
{
    /// <summary>What is repaired, in the plural: the name of its count in metrics and health.</summary>
    string Subject { get; }

    /// <summary>How often to look.</summary>
    TimeSpan Interval { get; }

    /// <summary>Looks once. May be called by several processes at the same time, and stopped at any point.</summary>
    /// <param name="client">Knows the runs.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were repaired.</returns>
    Task<int> RepairAsync(DurableTaskClient client, CancellationToken cancellationToken);
}
