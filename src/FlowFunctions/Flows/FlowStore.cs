using FlowFunctions.Core.Flows;
using FlowFunctions.Storage;

namespace FlowFunctions.Flows;

/// <summary>The flows in table <c>Flows</c>.</summary>
public sealed class FlowStore(StorageTables tables) : DocumentStore<FlowDocument, FlowInput>(tables.Flows, "flows");
