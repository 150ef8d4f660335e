namespace FlowFunctions.Cli.Client;

/// <summary>What the tool reads of a step as the flow had it when the run started.</summary>
internal sealed record StepDefinition
{
    /// <summary>The steps that it waited for; null or empty for none.</summary>
    public IReadOnlyList<string>? DependsOn { get; init; }
}
