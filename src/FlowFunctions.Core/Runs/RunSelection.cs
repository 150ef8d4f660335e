using System.Text.Json.Serialization;

namespace FlowFunctions.Core.Runs;

/// <summary>Which steps of a flow a run is about.</summary>
public sealed record RunSelection
{
    public static readonly RunSelection Everything = new();

    /// <summary>Referrers of the steps to run; the others are skipped, in their order. Null runs every step that is not skipped.</summary>
    public IReadOnlyList<string>? StepsToRun { get; init; }

    /// <summary>Referrers of steps that an earlier run has done: they are skipped and count as done from the start. Used to resume a run.</summary>
    public IReadOnlyList<string> AlreadyDone { get; init; } = [];

    /// <summary>
    /// Those of <see cref="AlreadyDone"/> that had failed, in part at least, and are kept because the flow went on after that: for this run they are done, for one that does its rest they are
    /// not. Null for none.
    /// </summary>
    /// <remarks>Histories of earlier versions have none.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? KeptFailed { get; init; }
}
