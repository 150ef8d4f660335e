namespace FlowFunctions.Core.Integrations;

/// <summary>One end of a job: one of the two is not null.</summary>
internal sealed record JobEnd(StoreItem? Item, AnaplanAction? Action);
