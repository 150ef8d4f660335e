using System.Text.Json.Serialization;
using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>A step in the record of a run.</summary>
public sealed record StepRecord
{
    public required string Referrer { get; init; }

    /// <summary>The integration's name when the run started.</summary>
    public required string Name { get; init; }

    public StepStatus Status { get; init; }

    /// <summary>UTC; null until the step started.</summary>
    public DateTime? StartDate { get; init; }

    /// <summary>UTC; null until the step ended, and for a step that never started.</summary>
    public DateTime? EndDate { get; init; }

    /// <inheritdoc cref="StepProgress.Retries"/>
    public int Retries { get; init; }

    /// <inheritdoc cref="StepProgress.RetryAt"/>
    /// <remarks>No part of stored histories.</remarks>
    [JsonIgnore]
    public DateTime? RetryAt { get; init; }

    /// <summary>How many of its tries have begun, the newest of which has this number; of a step that has started.</summary>
    [JsonIgnore]
    public int TriesBegun => RetryAt is null ? Retries + 1 : Retries;

    /// <summary>How many steps have the model's turn before it; null where it waits for none. Of a live run alone.</summary>
    [JsonIgnore]
    public int? Ahead { get; init; }

    /// <summary>UTC; when its newest try got the turn on its model that it had to wait for; null where it waited for none, and while it waits. Of a live run alone: <see cref="Tries"/> keep it.</summary>
    [JsonIgnore]
    public DateTime? TurnAt { get; init; }

    /// <summary>
    /// Oldest first; null where there is no more to say than the step's start and end do: for one try that waited for no turn and that no other was to follow, or none. Those of a live run that
    /// has much to say may not be known until it ends.
    /// </summary>
    /// <remarks>Histories of earlier versions have none.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TrySpan>? Tries { get; init; }

    /// <summary>As it was when the run started; null in runs that an earlier version started, and in an integration's own.</summary>
    /// <remarks>Histories of earlier versions have none.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StepDefinition? Definition { get; init; }

    /// <summary>How many times the target was asked to start the step, over all tries.</summary>
    public int Attempts { get; init; }

    public string? Message { get; init; }

    public int? ErrorCode { get; init; }

    /// <summary>0 to 1 while the step runs and its target says so; 1 after success.</summary>
    public double? Progress { get; init; }

    /// <summary>Single faults behind the message, as the target gave them. Kept with the integration's run, not with the flow's.</summary>
    public IReadOnlyList<string>? Details { get; init; }

    /// <summary>The same by the target's actions; kept where <see cref="Details"/> are.</summary>
    public TaskFaults? Faults { get; init; }

    /// <param name="step">The step.</param>
    /// <param name="started">Its record when the run started.</param>
    /// <param name="report">How its last activity ended; null where it had none.</param>
    /// <param name="tries">See <see cref="Tries"/>; one that was let go of is over when the step is.</param>
    public static StepRecord Of(StepProgress step, StepRecord started, StepReport? report = null, IReadOnlyList<TrySpan>? tries = null) => new()
    {
        Referrer = step.Referrer,
        Name = step.Name,
        Status = step.Status,
        StartDate = step.StartDate,
        EndDate = step.EndDate,

        // A step that was cancelled between two tries is not followed by another. An orchestration that an earlier version began goes on to ask for what it did then.
        Retries = step is { Status: StepStatus.Cancelled, RetryAt: not null } && started.Definition is not null ? step.Retries - 1 : step.Retries,
        Attempts = step.Attempts,
        Message = step.Message,
        ErrorCode = step.ErrorCode,
        Progress = step.Status == StepStatus.Success ? 1 : null,
        Details = report?.Details,
        Faults = report?.Faults,
        Definition = started.Definition,

        // As above: what an earlier version began has none of this.
        Tries = tries is null || started.Definition is null ? null : [.. tries.Select(one => one.End is null ? one with { End = step.EndDate } : one)],
    };
}
