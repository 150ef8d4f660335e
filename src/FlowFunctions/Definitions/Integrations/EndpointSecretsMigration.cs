using FlowFunctions.Core.Integrations;
using FlowFunctions.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Definitions;

/// <summary>
/// Moves the endpoints' secrets that earlier versions stored in the integrations themselves to the store of secrets, once after each start: a host of an earlier
/// version may have written some since. Several hosts may do it at once, for each integration is written over the version that was read. Nobody's change is
/// overwritten, and none counts as a modification.
/// </summary>
internal sealed partial class EndpointSecretsMigration(
    IntegrationStore integrations, IntegrationSecrets secrets, StorageReadiness storage, TimeProvider time, ILogger<EndpointSecretsMigration> logger)
    : BackgroundService
{
    private const int MaximumParallelMoves = 4;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await storage.WhenReadyAsync(stoppingToken);
        for (var pause = FirstPause; !await TryMoveAllAsync(stoppingToken); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await Task.Delay(pause, time, stoppingToken);
        }
    }

    /// <summary>False where some are left, which is logged.</summary>
    private async Task<bool> TryMoveAllAsync(CancellationToken cancellationToken)
    {
        var (moved, failed) = (0, 0);
        try
        {
            var all = await integrations.ListAsync(new(0, int.MaxValue), cancellationToken);
            var options = new ParallelOptions { MaxDegreeOfParallelism = MaximumParallelMoves, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(all.Items.Where(HasPlainSecret), options, async (integration, token) =>
            {
                try
                {
                    if (await MoveAsync(integration, token))
                    {
                        Interlocked.Increment(ref moved);
                    }
                }
                catch (Exception exception) when (!token.IsCancellationRequested)
                {
                    // The others need not wait for the one, whatever is wrong with it.
                    Interlocked.Increment(ref failed);
                    LogNotMoved(integration.Id, exception);
                }
            });
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Until it comes to pass they are masked where they are read; that is not worth the process, which an exception out of here would end.
            LogNotRead(exception);
            return false;
        }

        if (moved > 0)
        {
            LogMoved(moved);
        }

        return failed == 0;
    }

    private static bool HasPlainSecret(IntegrationDocument integration) =>
        integration.Input.Endpoint is { } endpoint && EndpointSecrets.Split(endpoint).Secret is not null;

    /// <summary>False where somebody else has moved or deleted it.</summary>
    private async Task<bool> MoveAsync(IntegrationDocument integration, CancellationToken cancellationToken)
    {
        for (var current = integration; current is not null && HasPlainSecret(current); current = await integrations.GetAsync(integration.Id, cancellationToken))
        {
            var next = current with
            {
                Input = current.Input with { Endpoint = EndpointSecrets.Split(current.Input.Endpoint!).Open },
                EndpointSecretId = await secrets.AddAsync((await secrets.ReadAsync(current, cancellationToken))!, cancellationToken),
            };
            if ((await secrets.ReplaceAsync(integrations, current, next, cancellationToken)).IsWritten)
            {
                return true;
            }
        }

        return false;
    }

    [LoggerMessage(1305, LogLevel.Information, "The secrets of {Count} endpoints were moved from their integrations to the store of secrets.")]
    private partial void LogMoved(int count);

    [LoggerMessage(1306, LogLevel.Warning, "The secrets of the endpoint of integration {Id} could not be moved to the store of secrets; that is tried again.")]
    private partial void LogNotMoved(string id, Exception exception);

    [LoggerMessage(1307, LogLevel.Warning, "Integrations could not be looked through for secrets to move to the store of secrets; that is tried again.")]
    private partial void LogNotRead(Exception exception);
}
