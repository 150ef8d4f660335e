using FlowFunctions.Storage;

namespace FlowFunctions.Definitions;

/// <summary>The integrations in table <c>Integrations</c>.</summary>
public sealed class IntegrationStore(StorageTables tables) : DocumentStore<IntegrationDocument>(tables.Integrations, "integrations");
