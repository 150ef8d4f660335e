namespace FlowFunctions.Infra.Tests.Template;

/// <summary>A built-in role of Azure.</summary>
internal sealed record RoleFact(string Name, IReadOnlyList<FactSource> Stands);
