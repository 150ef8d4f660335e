namespace AnaplanSimulator.Definition;

/// <summary>Rows whose column has exactly this text.</summary>
public sealed record FilterDefinition(string Column, string EqualTo);
