using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Output;

namespace FlowFunctions.Cli.Finding;

/// <summary>How a run stands, in one word or two, from the fields that the API has for it.</summary>
/// <param name="Word">For people and scripts.</param>
/// <param name="Tone">The word's colour.</param>
/// <param name="ExitCode">Of a command that waited for the run's end.</param>
/// <param name="Filter">The API's word where lists are asked for it; null where it has none.</param>
internal sealed record RunState(string Word, Tone Tone, int ExitCode, string? Filter)
{
    private const int CancelledCode = 1003;
    private const int TimedOutCode = 1004;
    private const int MissedCode = 1008;

    public static readonly RunState Never = new("never run", Tone.Quiet, Cli.ExitCode.Success, "none");
    public static readonly RunState Running = new("running", Tone.Active, Cli.ExitCode.Success, "running");
    public static readonly RunState Success = new("success", Tone.Good, Cli.ExitCode.Success, "success");
    public static readonly RunState PartialSuccess = new("partial success", Tone.Warning, Cli.ExitCode.Success, "partial_success");
    public static readonly RunState Failure = new("failure", Tone.Bad, Cli.ExitCode.Failed, "failure");
    public static readonly RunState Cancelled = new("cancelled", Tone.Warning, Cli.ExitCode.Cancelled, "cancelled");
    public static readonly RunState TimedOut = new("timed out", Tone.Bad, Cli.ExitCode.Failed, "timed_out");
    public static readonly RunState Missed = new("skipped", Tone.Quiet, Cli.ExitCode.Failed, Filter: null);

    /// <summary>Every state, by its word.</summary>
    public static IReadOnlyList<RunState> All { get; } = [Never, Running, Success, PartialSuccess, Failure, Cancelled, TimedOut, Missed];

    /// <summary>Of a run, or of what a document has as its latest run; null and an object without dates are none.</summary>
    public static RunState Of(JsonNode? run) =>
        run.Text("startDate") is null ? Never
        : OfOutcome(run.Text("outcome")) ?? Of(run.Text("endDate") is not null, run.Flag("success") ?? false, run.Number("executionErrorCode"), run.Text("message"));

    public static RunState Of(FlowRun run) => OfOutcome(run.Outcome) ?? Of(run.HasEnded, run.Success, run.ExecutionErrorCode, run.Message);

    /// <summary>By the server's own word; null for a server that has none, or one that this tool does not know.</summary>
    private static RunState? OfOutcome(string? outcome) => outcome is null or "none" ? null : outcome == "skipped" ? Missed : All.FirstOrDefault(state => state.Filter == outcome);

    private static RunState Of(bool hasEnded, bool isSuccess, int? code, string? message) => (hasEnded, isSuccess, code) switch
    {
        (false, _, _) => Running,
        // The contract has no field for it, and these words in every message of one: "Completed with partial success: 1 of 3 steps".
        (_, true, _) => message?.Contains("partial success", StringComparison.OrdinalIgnoreCase) == true ? PartialSuccess : Success,
        (_, _, CancelledCode) => Cancelled,
        (_, _, TimedOutCode) => TimedOut,
        (_, _, MissedCode) => Missed,
        _ => Failure,
    };
}
