using FlowFunctions.Definitions;

namespace FlowFunctions.Targets.Stores;

/// <summary>By the same way as a job. What it finds out is kept with the connection, whether the store said it or it could not be opened.</summary>
internal sealed class ConnectionCheck(StoreConnections stores, ConnectionStanding standing, TimeProvider time) : IConnectionCheck
{
    /// <summary>Whoever asks waits for the answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<StoreStanding> CheckAsync(ConnectionDocument connection, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var store = await OpenAsync(connection, either.Token);
            return await store.CheckAsync(either.Token);
        }
        catch (StoreException fault)
        {
            return new(fault.IsTransient ? null : false, fault.Message);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new(null, $"The store of the connection '{connection.Name}' did not answer within {Patience.TotalSeconds:0} seconds.");
        }
    }

    private async Task<IDataStore> OpenAsync(ConnectionDocument connection, CancellationToken cancellationToken)
    {
        try
        {
            return await stores.OpenAsync(connection.Id, connection.Input.Settings.Type, cancellationToken);
        }
        catch (StoreException fault) when (!fault.IsTransient)
        {
            await standing.NoteAsync(connection, works: false, cancellationToken);
            throw;
        }
    }
}
