using System.Globalization;
using System.Text.Json.Nodes;

namespace FlowFunctions.Chaos.Judging;

/// <summary>A run as the API tells it. Times are in seconds since the beginning of the trial.</summary>
/// <param name="Id">Of the run.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="EndedAt">When it ended; null while it goes on.</param>
/// <param name="Success">Whether it ended well.</param>
/// <param name="Message">How it ended.</param>
/// <param name="ErrorCode">Null where there is none.</param>
/// <param name="IsScheduled">Whether a schedule started it.</param>
/// <param name="Steps">In the flow's order; empty in a history.</param>
internal sealed record RunSeen(string Id, double StartedAt, double? EndedAt, bool Success, string Message, int? ErrorCode, bool IsScheduled, IReadOnlyList<StepSeen> Steps)
{
    /// <summary>Of a scheduled run that was never started.</summary>
    public const int SkippedCode = 1008;

    /// <summary>Of a run, or of a step, that ran out of its time.</summary>
    public const int TimedOutCode = 1004;

    /// <summary>Of an occurrence alone: a run that a caller asked for has been started, whatever is on record of it.</summary>
    public bool IsSkipped => IsScheduled && ErrorCode == SkippedCode;

    public bool IsCancelled => Message.StartsWith("Cancelled by ", StringComparison.Ordinal);

    public bool IsTimedOut => Message.StartsWith("Timed out after ", StringComparison.Ordinal);

    /// <param name="run">A run, with or without its steps, or an entry of a history.</param>
    /// <param name="beginning">Of the trial.</param>
    public static RunSeen Of(JsonNode run, DateTimeOffset beginning) => new(
        (string?)run["id"] ?? "",
        Seconds(run["startDate"], beginning)!.Value,
        Seconds(run["endDate"], beginning),
        (bool)run["success"]!,
        (string)run["message"]!,
        (int?)run["executionErrorCode"],
        (string?)run["triggerSource"] == "scheduled",
        [.. (run["steps"]?.AsArray() ?? []).Select(step => new StepSeen((string)step!["status"]!, (string?)step["message"], (int?)step["executionErrorCode"])
        {
            StartedAt = Seconds(step["startDate"], beginning),
            EndedAt = Seconds(step["endDate"], beginning),
        })]);

    /// <summary>Whether two places tell the same of a run's end.</summary>
    public bool TellsAs(RunSeen other) => this with { Id = other.Id, Steps = other.Steps } == other;

    /// <summary>Whether two readings of a run tell of the same end, of it and of its steps. What a step says besides may be put on record later.</summary>
    public bool EndsAs(RunSeen other) => TellsAs(other) && Steps.Select(EndOf).SequenceEqual(other.Steps.Select(EndOf));

    private static (string Status, int? ErrorCode) EndOf(StepSeen step) => (step.Status, step.ErrorCode);

    private static double? Seconds(JsonNode? date, DateTimeOffset beginning) =>
        date is null ? null : (DateTimeOffset.Parse((string)date!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) - beginning).TotalSeconds;
}
