using FlowFunctions.Core.Connections;
using FlowFunctions.Storage;

namespace FlowFunctions.Connections;

/// <summary>The connections in table <c>Connections</c>.</summary>
public sealed class ConnectionStore(StorageTables tables) : DocumentStore<ConnectionDocument, ConnectionInput>(tables.Connections, "connections");
