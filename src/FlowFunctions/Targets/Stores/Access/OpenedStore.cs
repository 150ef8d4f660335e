using FlowFunctions.Core.Connections;
using FlowFunctions.Definitions;

namespace FlowFunctions.Targets.Stores;

/// <summary>A store and what of its connection it was opened with.</summary>
internal sealed record OpenedStore(IDataStore Store, ConnectionInput Input, string? SecretId)
{
    public bool Suits(ConnectionDocument connection) => connection.SecretId == SecretId && connection.Input == Input;
}
