using FlowFunctions.Storage;

namespace FlowFunctions.Definitions;

/// <summary>The connections in table <c>Connections</c>.</summary>
public sealed class ConnectionStore(StorageTables tables) : DocumentStore<ConnectionDocument>(tables.Connections, "connections");
