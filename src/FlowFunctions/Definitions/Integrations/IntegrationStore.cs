using FlowFunctions.Storage;

namespace FlowFunctions.Definitions;

/// <summary>The integrations in table <c>Integrations</c>.</summary>
public sealed class IntegrationStore(StorageTables tables, TimeProvider? time = null) : DocumentStore<IntegrationDocument>(tables.Integrations, "integrations", time ?? TimeProvider.System);
