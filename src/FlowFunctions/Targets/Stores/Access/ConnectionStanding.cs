using Azure;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Targets.Stores;

/// <summary>
/// Keeps with each connection whether it works: whether its credentials are taken and its place is there; for people to see before a run fails. A connection that changed meanwhile is left
/// alone: what is known is of its old place or credentials. Thread-safe.
/// </summary>
internal sealed partial class ConnectionStanding(ConnectionStore connections, ILogger<ConnectionStanding> logger)
{
    /// <summary>Never fails for the table's sake: the transfer matters more than the note about it, which is tried again with the connection's next use.</summary>
    /// <param name="used">As it was used.</param>
    /// <param name="works">Whether the store opened.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task NoteAsync(ConnectionDocument used, bool works, CancellationToken cancellationToken)
    {
        int? code = works ? null : RunErrorCodes.ConnectionRefused;
        try
        {
            var result = await connections.UpdateAsync(
                used.Id,
                current => current.ErrorCode != code && current.SecretId == used.SecretId && current.Input.Settings == used.Input.Settings
                    ? current with { ErrorCode = code }
                    : null,
                cancellationToken);
            if (result.IsWritten && !works)
            {
                LogRefused(used.Name, used.Id);
            }
            else if (result.IsWritten)
            {
                LogWorks(used.Name, used.Id);
            }
        }
        catch (Exception exception) when (exception is RequestFailedException || StorageFaults.IsUnavailable(exception, cancellationToken))
        {
            LogNotNoted(used.Name, used.Id, exception);
        }
    }

    [LoggerMessage(1630, LogLevel.Warning, "The connection {Name} ({ConnectionId}) does not work: its credentials are refused or lost, or its place is gone.")]
    private partial void LogRefused(string name, string connectionId);

    [LoggerMessage(1631, LogLevel.Information, "The connection {Name} ({ConnectionId}) works again.")]
    private partial void LogWorks(string name, string connectionId);

    [LoggerMessage(1632, LogLevel.Warning, "Whether the connection {Name} ({ConnectionId}) works could not be kept now; its next use tries again.")]
    private partial void LogNotNoted(string name, string connectionId, Exception exception);
}
