namespace FlowFunctions.Core.Runs;

/// <summary>Which steps of a flow a run is about.</summary>
public sealed record RunSelection
{
    public static readonly RunSelection Everything = new();

    /// <summary>Referrers of the steps to run; the others are skipped, in their order. Null runs every step that is not skipped.</summary>
    public IReadOnlyList<string>? StepsToRun { get; init; }

    /// <summary>Referrers of steps that an earlier run has done: they are skipped and count as done from the start. Used to resume a run.</summary>
    public IReadOnlyList<string> AlreadyDone { get; init; } = [];
}
