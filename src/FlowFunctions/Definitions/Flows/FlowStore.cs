using FlowFunctions.Storage;

namespace FlowFunctions.Definitions;

/// <summary>The flows in table <c>Flows</c>.</summary>
public sealed class FlowStore(StorageTables tables, TimeProvider? time = null) : DocumentStore<FlowDocument>(tables.Flows, "flows", time ?? TimeProvider.System);
