using System.Text.Json.Serialization;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>The record of a run: written when it starts, and again, once for all, when it ends.</summary>
public sealed record RunDocument
{
    public required string Id { get; init; }

    public required RunKind Kind { get; init; }

    /// <summary>Id of the flow or of the integration.</summary>
    public required string OwnerId { get; init; }

    /// <summary>The owner's name when the run started.</summary>
    public required string Name { get; init; }

    /// <summary>The flow run that an integration run was part of; null where it ran by itself, and for a flow run.</summary>
    public string? FlowRunId { get; init; }

    public required RunTrigger Trigger { get; init; }

    /// <summary>Finds the run in logs and traces: the W3C trace id, 32 hex digits, of the run and all that it calls.</summary>
    public required string TraceId { get; init; }

    /// <summary>The span of the request that asked for the run, as W3C <c>traceparent</c>; null where the run begins its trace.</summary>
    public string? TraceParent { get; init; }

    public RunSelection Selection { get; init; } = RunSelection.Everything;

    /// <summary>The run whose rest this one does; null where it resumes none.</summary>
    /// <remarks>Histories of earlier versions have none.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ResumedFrom { get; init; }

    /// <summary>Referrer of the step that it was resumed from; null where it does what was left.</summary>
    /// <remarks>Histories of earlier versions have none.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ResumedFromStep { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime StartDate { get; init; }

    /// <summary>UTC; null until the run ended.</summary>
    public DateTime? EndDate { get; init; }

    /// <summary>UTC; the first of the occurrences of a schedule that were missed, of an entry that stands for them all up to its own. Null for any other run.</summary>
    /// <remarks>Entries of earlier versions have none.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? MissedFrom { get; init; }

    /// <summary>How long it took, of a run that has done everything and succeeded: others say nothing of how long the next one will take. Null for those.</summary>
    [JsonIgnore]
    public TimeSpan? WholeDuration =>
        Result is { Success: true } && Selection is { StepsToRun: null, AlreadyDone: [] } && EndDate >= StartDate ? EndDate - StartDate : null;

    /// <summary>Null until the run ended.</summary>
    public RunResult? Result { get; init; }

    /// <summary>One of <see cref="RunOutcome"/>, in entries of the history, which keep no steps to tell it from; null elsewhere.</summary>
    /// <remarks>No part of stored histories of orchestrations.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Outcome { get; init; }

    /// <summary>Who cancelled the run; null where nobody did. Of a flow's run its result tells; the message of an integration's may be its target's, and tells nothing.</summary>
    [JsonIgnore]
    public string? CancelledBy => Kind == RunKind.Flow ? Result?.CancelledBy : Canceller;

    /// <summary>Who cancelled an integration's run, or the flow's run that it was part of; null where nobody did, and for a flow's.</summary>
    /// <remarks>Histories of earlier versions have none.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Canceller { get; init; }

    /// <summary>In flow order; a run of one integration has the one.</summary>
    public IReadOnlyList<StepRecord> Steps { get; init; } = [];

    /// <summary>Single faults behind an integration run's message; null where the target gave none.</summary>
    public IReadOnlyList<string>? Details { get; init; }

    /// <summary>The same by the target's actions; null where it has none.</summary>
    public TaskFaults? Faults { get; init; }
}
