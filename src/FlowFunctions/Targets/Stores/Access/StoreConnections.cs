using System.Collections.Concurrent;
using FlowFunctions.Core.Connections;
using FlowFunctions.Definitions;
using FlowFunctions.Secrets;
using FlowFunctions.Storage;

namespace FlowFunctions.Targets.Stores;

/// <summary>Opens the stores that connections lead to. Thread-safe.</summary>
internal sealed class StoreConnections(
    ConnectionStore connections,
    ConnectionSecrets secrets,
    ConnectionStanding standing,
    IEnumerable<IDataStoreFactory> factories)
{
    /// <summary>Opened once for as long as a connection stays as it is: its access token, its bucket's region and its secret need not be asked for again.</summary>
    private readonly ConcurrentDictionary<string, OpenedStore> _opened = new(StringComparer.Ordinal);

    /// <summary>
    /// The store behind a connection. Nothing is asked of the store itself yet. Whether its credentials work is kept with the connection as it turns out
    /// (<see cref="ConnectionDocument.ErrorCode"/>).
    /// </summary>
    /// <exception cref="StoreException">
    /// <see cref="StoreFault.Connection"/> where the connection is deleted, of another kind, or without readable credentials;
    /// <see cref="StoreFault.Unavailable"/> where it cannot be read now.
    /// </exception>
    public async Task<IDataStore> OpenAsync(string connectionId, ConnectionType expected, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenNowAsync(connectionId, expected, cancellationToken);
        }
        catch (Exception exception) when (StorageFaults.IsUnavailable(exception, cancellationToken))
        {
            throw new StoreException(StoreFault.Unavailable, $"The connection '{connectionId}' or its credentials cannot be read now.", exception);
        }
    }

    private async Task<IDataStore> OpenNowAsync(string connectionId, ConnectionType expected, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await connections.GetAsync(connectionId, cancellationToken) is not { } connection)
            {
                _opened.TryRemove(connectionId, out _);
                throw new StoreException(StoreFault.Connection, $"The connection '{connectionId}' is deleted; give the integration another one.");
            }

            var actual = connection.Input.Settings.Type;
            if (actual != expected)
            {
                throw new StoreException(
                    StoreFault.Connection,
                    $"The connection '{connection.Name}' leads to {actual}, but the job needs one to {expected}; give the job another connection.");
            }

            if (_opened.TryGetValue(connectionId, out var opened) && opened.Suits(connection))
            {
                return new WatchedStore(opened.Store, connection, standing);
            }

            if (await TryReadSecretAsync(connection, cancellationToken) is { } read)
            {
                var factory = factories.Single(factory => factory.Type == actual);
                var store = factory.Open(connection.Input, read.Secret);
                _opened[connectionId] = new(store, connection.Input, connection.SecretId);
                return new WatchedStore(store, connection, standing);
            }
        }
    }

    /// <summary>Null where the connection has changed meanwhile, and must be read again.</summary>
    private async Task<ReadSecret?> TryReadSecretAsync(ConnectionDocument connection, CancellationToken cancellationToken)
    {
        if (connection.SecretId is not { } secretId)
        {
            return new(null);
        }

        try
        {
            if (await secrets.FindAsync(secretId, cancellationToken) is { } secret)
            {
                return new(secret);
            }
        }
        catch (SecretUnreadableException exception)
        {
            throw new StoreException(
                StoreFault.Connection,
                $"The credentials of the connection '{connection.Name}' cannot be decrypted here; enter them again.",
                exception);
        }

        return (await connections.GetAsync(connection.Id, cancellationToken))?.SecretId == secretId
            ? throw new StoreException(StoreFault.Connection, $"The credentials of the connection '{connection.Name}' are lost; enter them again.")
            : null;
    }

    /// <param name="Secret">Null where the connection has none.</param>
    private sealed record ReadSecret(ConnectionSecret? Secret);
}
