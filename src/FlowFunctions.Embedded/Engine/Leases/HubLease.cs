using Azure;
using Azure.Data.Tables;
using FlowFunctions.Embedded.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Embedded.Engine.Leases;

/// <summary>
/// The row that says who owns the hub. The owner rewrites it several times in each lease duration; another process takes it when it is gone, when its
/// owner's process on this machine is gone, or when it has not changed for a lease duration by the other's own clock, so that the machines' clocks need
/// not agree. An owner that cannot reach the account for longer stays the owner until it finds the row taken: nothing of its history can be written
/// twice (see <see cref="HistoryStore"/>), but an activity may run beside its repetition.
/// </summary>
internal sealed class HubLease(
    HubClients clients, StorageRetry retry, IOwnerProcesses processes, DurableTaskEngineOptions options, TimeProvider time, ILogger logger)
{
    private const int RenewalsPerDuration = 4;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    private readonly LeaseOwner _self = processes.DescribeThis();
    private ETag _etag;

    /// <summary>Who owns the hub instead of this process, as last seen.</summary>
    public LeaseOwner? Other { get; private set; }

    /// <summary>Waits until the hub is this process's.</summary>
    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        ETag? seen = null;
        var seenSince = time.GetTimestamp();
        while (true)
        {
            var row = await ReadAsync(cancellationToken);
            if (row?.ETag != seen)
            {
                (seen, seenSince) = (row?.ETag, time.GetTimestamp());
            }

            if ((row is null || IsFree(row, time.GetElapsedTime(seenSince))) && await TryTakeAsync(row, cancellationToken))
            {
                Other = null;
                EngineLog.HubTaken(logger, options.HubName, _self.ToString());
                return;
            }

            if (row is not null && OwnerOf(row) is { } owner && owner.Id != _self.Id && owner != Other)
            {
                Other = owner;
                EngineLog.HubIsOwned(logger, options.HubName, owner.ToString());
            }

            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    /// <summary>Keeps the lease; ends when it has been lost.</summary>
    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        do
        {
            await Task.Delay(options.LeaseDuration / RenewalsPerDuration, time, cancellationToken);
        }
        while (await TryWriteAsync(Row(), cancellationToken));

        EngineLog.HubLost(logger, options.HubName);
    }

    public Task ReleaseAsync(CancellationToken cancellationToken) => retry.DoAsync(
        async token =>
        {
            try
            {
                await clients.Instances.DeleteEntityAsync(RowKeys.Lease, RowKeys.Lease, _etag, token);
            }
            catch (RequestFailedException taken) when (taken.Status is 404 or 412)
            {
                // Somebody else's by now.
            }
        },
        cancellationToken);

    private static LeaseOwner OwnerOf(TableEntity row) => new(
        row.GetString("Owner") ?? string.Empty,
        row.GetString("Machine") ?? string.Empty,
        row.GetInt32("Process") ?? 0,
        row.GetDateTimeOffset("ProcessStartedAt")?.UtcDateTime ?? default);

    private bool IsFree(TableEntity row, TimeSpan unchangedFor)
    {
        var duration = TimeSpan.FromSeconds(row.GetDouble("Seconds") ?? 0);
        var owner = OwnerOf(row);
        return owner.Id == _self.Id || unchangedFor >= duration || processes.IsGone(owner);
    }

    private TableEntity Row() => new(RowKeys.Lease, RowKeys.Lease)
    {
        ["Owner"] = _self.Id,
        ["Machine"] = _self.Machine,
        ["Process"] = _self.ProcessId,
        ["ProcessStartedAt"] = new DateTimeOffset(_self.ProcessStartedAt),
        ["Seconds"] = options.LeaseDuration.TotalSeconds,
        ["RenewedAt"] = time.GetUtcNow(),
    };

    private Task<TableEntity?> ReadAsync(CancellationToken cancellationToken) => retry.DoAsync(
        async token =>
        {
            var found = await clients.Instances.GetEntityIfExistsAsync<TableEntity>(RowKeys.Lease, RowKeys.Lease, cancellationToken: token);
            return found.HasValue ? found.Value : null;
        },
        cancellationToken);

    private Task<bool> TryTakeAsync(TableEntity? found, CancellationToken cancellationToken)
    {
        if (found is not null)
        {
            _etag = found.ETag;
            return TryWriteAsync(Row(), cancellationToken);
        }

        return retry.DoAsync(
            async token =>
            {
                try
                {
                    _etag = (await clients.Instances.AddEntityAsync(Row(), token)).Headers.ETag!.Value;
                    return true;
                }
                catch (RequestFailedException exists) when (exists.Status == 409)
                {
                    return await IsOwnAsync(token);
                }
            },
            cancellationToken);
    }

    private Task<bool> TryWriteAsync(TableEntity row, CancellationToken cancellationToken) => retry.DoAsync(
        async token =>
        {
            try
            {
                _etag = (await clients.Instances.UpdateEntityAsync(row, _etag, TableUpdateMode.Replace, token)).Headers.ETag!.Value;
                return true;
            }
            catch (RequestFailedException changed) when (changed.Status is 404 or 412)
            {
                return await IsOwnAsync(token);
            }
        },
        cancellationToken);

    // A write whose answer was lost is found changed by oneself.
    private async Task<bool> IsOwnAsync(CancellationToken cancellationToken)
    {
        var found = await clients.Instances.GetEntityIfExistsAsync<TableEntity>(RowKeys.Lease, RowKeys.Lease, cancellationToken: cancellationToken);
        if (!found.HasValue || OwnerOf(found.Value!).Id != _self.Id)
        {
            return false;
        }

        _etag = found.Value!.ETag;
        return true;
    }
}
