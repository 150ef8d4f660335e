using FlowFunctions.Storage;

namespace FlowFunctions.Definitions;

/// <summary>The connections in table <c>Connections</c>.</summary>
public sealed class ConnectionStore(StorageTables tables, TimeProvider? time = null) : DocumentStore<ConnectionDocument>(tables.Connections, "connections", time ?? TimeProvider.System);
