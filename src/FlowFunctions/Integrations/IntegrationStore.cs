using FlowFunctions.Core.Integrations;
using FlowFunctions.Storage;

namespace FlowFunctions.Integrations;

/// <summary>The integrations in table <c>Integrations</c>.</summary>
public sealed class IntegrationStore(StorageTables tables) : DocumentStore<IntegrationDocument, IntegrationInput>(tables.Integrations, "integrations");
