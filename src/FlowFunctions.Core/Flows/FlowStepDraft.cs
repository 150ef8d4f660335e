using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Flows;

/// <summary>A step as far as it could be read. What could not be read is null, and has its problem already.</summary>
internal sealed record FlowStepDraft
{
    public string? Referrer { get; init; }

    /// <summary>Where the referrer stands, for problems that show only beside the other steps.</summary>
    public DocumentValue? ReferrerValue { get; init; }

    /// <summary>Null where the field is absent or null; a dependency that could not be read is left out.</summary>
    public IReadOnlyList<(string Referrer, DocumentValue Value)>? DependsOn { get; init; }

    public bool IsSkipped { get; init; }

    public ExceptionStrategy OnFailure { get; init; } = ExceptionStrategy.Stop;

    public ExceptionStrategy OnPartialSuccess { get; init; } = ExceptionStrategy.Continue;

    public TimeSpan? Timeout { get; init; }

    public StepRetry? Retry { get; init; }

    public bool IsReadable => Referrer is not null;

    public FlowStepInput ToInput() => new()
    {
        Referrer = Referrer ?? throw new InvalidOperationException("A step without a readable referrer is no step."),
        DependsOn = DependsOn?.Select(dependency => dependency.Referrer).ToList(),
        IsSkipped = IsSkipped,
        OnFailure = OnFailure,
        OnPartialSuccess = OnPartialSuccess,
        Timeout = Timeout,
        Retry = Retry,
    };
}
