using FlowFunctions.Core.Connections;

namespace FlowFunctions.Targets.Stores;

/// <summary>Opens the stores of one kind of connection.</summary>
internal interface IDataStoreFactory
{
    ConnectionType Type { get; }

    /// <param name="connection">Of <see cref="Type"/>.</param>
    /// <param name="secret">Null where the connection has no credentials of its own.</param>
    /// <exception cref="StoreException">The credentials are of no use whatever the store says.</exception>
    IDataStore Open(ConnectionInput connection, ConnectionSecret? secret);
}
