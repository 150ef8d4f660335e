using Azure;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Secrets;
using FlowFunctions.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Definitions;

/// <summary>Deletes the secrets that a crash has left without a connection or an integration. Thread-safe.</summary>
public sealed partial class UnusedSecrets(
    ConnectionStore connections, IntegrationStore integrations, ISecretStore secrets, TimeProvider time, ILogger<UnusedSecrets> logger) : IRepair
{
    /// <summary>Secrets are stored before the document that refers to them: what is younger may yet be referred to.</summary>
    public static readonly TimeSpan SafeAge = TimeSpan.FromHours(1);

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private long _lastSwept = long.MinValue;

    string IRepair.Subject => "secrets";

    /// <summary>Beside the changes, which look more often where there are any.</summary>
    TimeSpan IRepair.Interval => TimeSpan.FromDays(1);

    Task<int> IRepair.RepairAsync(DurableTaskClient client, CancellationToken cancellationToken) => TryDeleteAsync(time.GetUtcNow() - SafeAge, cancellationToken);

    /// <summary>
    /// Now and then a change of a connection or an integration looks for them, so that nothing else has to: the first of the process, then at most one an hour. A store that
    /// does not answer, or may not be listed, is logged, and the next hour's turn tries again.
    /// </summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var last = Interlocked.Read(ref _lastSwept);
        if ((last != long.MinValue && now.UtcTicks - last < Interval.Ticks) || Interlocked.CompareExchange(ref _lastSwept, now.UtcTicks, last) != last)
        {
            return;
        }

        await TryDeleteAsync(now - SafeAge, cancellationToken);
    }

    /// <summary>A store that does not answer, or may not be listed, is logged.</summary>
    private async Task<int> TryDeleteAsync(DateTimeOffset addedBefore, CancellationToken cancellationToken)
    {
        try
        {
            return await DeleteAsync(addedBefore, cancellationToken);
        }
        catch (Exception exception) when (exception is RequestFailedException || StorageFaults.IsUnavailable(exception, cancellationToken))
        {
            LogNotSwept(exception);
            return 0;
        }
    }

    private async Task<int> DeleteAsync(DateTimeOffset addedBefore, CancellationToken cancellationToken)
    {
        var unused = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var secretId in secrets.ListAddedBeforeAsync(addedBefore, cancellationToken))
        {
            unused.Add(secretId);
        }

        if (unused.Count == 0)
        {
            return 0;
        }

        // Read after the list, so that a document that changed between the two is seen with the secret that it has now.
        var allConnections = await connections.ListAsync(new(0, int.MaxValue), cancellationToken);
        unused.ExceptWith(allConnections.Items.Select(connection => connection.SecretId).OfType<string>());
        if (unused.Count == 0)
        {
            return 0;
        }

        var allIntegrations = await integrations.ListAsync(new(0, int.MaxValue), cancellationToken);
        if (allIntegrations.Items.Any(integration => integration is { EndpointSecretId: null, Input.Endpoint: { } endpoint } && EndpointSecrets.HasMask(endpoint)))
        {
            // A host of an earlier version has written one without what it does not know: one of these is its secret.
            return 0;
        }

        unused.ExceptWith(allIntegrations.Items.Select(integration => integration.EndpointSecretId).OfType<string>());
        var deleted = 0;
        foreach (var secretId in unused)
        {
            try
            {
                await secrets.DeleteAsync(secretId, cancellationToken);
                LogDeleted(secretId);
                deleted++;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && !StorageFaults.IsUnavailable(exception, cancellationToken))
            {
                // A store that is away is so for all of them; what is wrong with one holds up no other.
                LogNotDeleted(secretId, exception);
            }
        }

        return deleted;
    }

    [LoggerMessage(1402, LogLevel.Information, "The secret {SecretId} belonged to no connection and no integration and was deleted.")]
    private partial void LogDeleted(string secretId);

    [LoggerMessage(1409, LogLevel.Warning, "The secret {SecretId} belongs to no connection and no integration, and could not be deleted; next try in an hour.")]
    private partial void LogNotDeleted(string secretId, Exception exception);

    [LoggerMessage(1403, LogLevel.Warning, "Secrets that belong to no connection and no integration could not be looked for; next try in an hour.")]
    private partial void LogNotSwept(Exception exception);
}
