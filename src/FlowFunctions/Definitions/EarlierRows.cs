using FlowFunctions.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Definitions;

/// <summary>
/// Completes the rows of documents that a host of an earlier version has written, which say nothing of their state and dates beside the document. Lists find those all the same, by reading them
/// whole. Looks again, because such a host may write for as long as an update takes.
/// </summary>
public sealed partial class EarlierRows(FlowStore flows, IntegrationStore integrations, ConnectionStore connections, ILogger<EarlierRows> logger) : IRepair
{
    public string Subject => "rows";

    public TimeSpan Interval => TimeSpan.FromHours(1);

    /// <returns>Always 0: no crash and no outage has left them behind, which is what the count tells of. The log has how many there were.</returns>
    public async Task<int> RepairAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        Log("flows", await flows.CompleteRowsAsync(cancellationToken));
        Log("integrations", await integrations.CompleteRowsAsync(cancellationToken));
        Log("connections", await connections.CompleteRowsAsync(cancellationToken));
        return 0;
    }

    private void Log(string kind, int count)
    {
        if (count > 0)
        {
            LogCompleted(count, kind);
        }
    }

    [LoggerMessage(1405, LogLevel.Information, "{Count} {Kind} that an earlier version has written can be listed by state and date without being read whole now.")]
    private partial void LogCompleted(int count, string kind);
}
