namespace FlowFunctions.Core.Runs;

/// <summary>Everything a <see cref="FlowProgress"/> knows, in a form that survives System.Text.Json with its defaults.</summary>
public sealed record FlowProgressState
{
    public required FlowSnapshot Flow { get; init; }

    public required RunSelection Selection { get; init; }

    /// <summary>At least 1.</summary>
    public required int MaxParallelSteps { get; init; }

    /// <summary>In flow order.</summary>
    public required IReadOnlyList<StepProgress> Steps { get; init; }

    /// <summary>Referrer of the step that stopped the flow; null when none did.</summary>
    public string? StoppedBy { get; init; }

    /// <summary>Referrer of the step that failed before any other; null when none failed.</summary>
    public string? FirstFailed { get; init; }

    /// <summary>How the run was ended from outside; null when it was not.</summary>
    public RunResult? EndedAs { get; init; }
}
