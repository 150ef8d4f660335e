using System.ComponentModel.DataAnnotations;
using FlowFunctions.Http;

namespace FlowFunctions.Definitions;

/// <summary>The newest run of a flow or an integration.</summary>
public sealed record LatestRun
{
    /// <summary>Of the run; null where a version before this property started it.</summary>
    [LooksLike(TextShape.Id)]
    public string? Id { get; init; }

    /// <summary>What it has come to, in one word.</summary>
    [AllowedValues(RunOutcome.Running, RunOutcome.Success, RunOutcome.PartialSuccess, RunOutcome.Failure, RunOutcome.Cancelled, RunOutcome.Skipped)]
    public string Outcome
    {
        get => field ?? RunOutcome.Of(EndDate is not null, Success, Message, ExecutionErrorCode);
        init;
    }

    /// <summary>Who cancelled it; null where nobody did.</summary>
    [LooksLike(TextShape.User)]
    public string? CancelledBy { get; init; }

    /// <summary>Who started it, by hand or by the schedule that they made.</summary>
    [LooksLike(TextShape.User)]
    public required string TriggeredBy { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartDate { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndDate { get; init; }

    /// <summary>Whether it ended well: no step failed and nothing stopped it. False while it runs.</summary>
    public required bool Success { get; init; }

    /// <summary>How it ended, for people.</summary>
    [MinLength(1)]
    public required string Message { get; init; }

    /// <summary>Null on success and while it runs.</summary>
    [Written("ErrorCode")]
    public int? ExecutionErrorCode { get; init; }

    /// <summary>What started it.</summary>
    [AllowedValues("manual", "scheduled")]
    public required string TriggerSource { get; init; }
}
