using FlowFunctions.Core.Flows;

namespace FlowFunctions.Core.Runs;

/// <summary>A step as it was when the run started.</summary>
public sealed record StepSnapshot
{
    public required string Referrer { get; init; }

    /// <summary>The integration's name at that time; it stands in the run's messages.</summary>
    public required string Name { get; init; }

    public IReadOnlyList<string> DependsOn { get; init; } = [];

    public bool IsSkipped { get; init; }

    public ExceptionStrategy OnFailure { get; init; } = ExceptionStrategy.Stop;

    public ExceptionStrategy OnPartialSuccess { get; init; } = ExceptionStrategy.Continue;
}
