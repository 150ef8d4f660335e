namespace FlowFunctions.Core.Integrations;

/// <summary>An action of the model.</summary>
/// <param name="ActionId">Digits: the import, export or process.</param>
/// <param name="FileId">Digits: the model's file that an import reads; null for exports.</param>
public sealed record AnaplanAction(string ActionId, string? FileId);
