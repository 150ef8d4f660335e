namespace AnaplanSimulator.Definition;

/// <summary>A definition that contradicts itself.</summary>
public sealed class DefinitionException(IReadOnlyList<string> faults)
    : Exception("The simulator's definition has faults:" + string.Concat(faults.Select(fault => $"{Environment.NewLine}- {fault}")))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
