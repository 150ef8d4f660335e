namespace AnaplanSimulator.Definition;

/// <summary>Someone who may authenticate with a password.</summary>
public sealed record UserDefinition(string User, string Password);
