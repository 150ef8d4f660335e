using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Runs;

namespace FlowFunctions.Schedules;

/// <summary>A time at which a flow or an integration runs by its schedule.</summary>
internal sealed record ScheduledOccurrenceResource : OccurrenceResource
{
    /// <summary>
    /// How long a run may take to be on record after its time: the queue gives its message five times, half a minute apart, before it is put on record as failed, and is looked at every ten
    /// seconds; a run that was missed by less is sent a minute later.
    /// </summary>
    public static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(5);

    private ScheduledOccurrenceResource(OccurrenceResource occurrence)
        : base(occurrence)
    {
    }

    /// <summary>IANA id of the schedule's time zone.</summary>
    [JsonPropertyOrder(1)]
    [Length(1, 64)]
    public required string Timezone { get; init; }

    /// <summary>Of the flow or integration.</summary>
    [JsonPropertyOrder(1)]
    [LooksLike(TextShape.Id)]
    public required string OwnerId { get; init; }

    /// <summary>Which of the two it is.</summary>
    [JsonPropertyOrder(1)]
    public required RunKind OwnerType { get; init; }

    /// <summary>Of the flow or integration.</summary>
    [JsonPropertyOrder(1)]
    [MinLength(1)]
    public required string Name { get; init; }

    /// <summary>What became of it. `starting`: it was due within the last five minutes, and nothing is on record yet. `unknown`: nothing is on record any more.</summary>
    [JsonPropertyOrder(1)]
    public required OccurrenceState State { get; init; }

    /// <summary>The run that it started, or the entry of the history that says why it did not, of several that were missed the same; null for one that is coming, starting or unknown.</summary>
    [JsonPropertyOrder(1)]
    [LooksLike(TextShape.Id)]
    public required string? RunId { get; init; }

    /// <summary>What that run has come to, in one word: as a run's `outcome`. Null for one that is coming, starting or unknown.</summary>
    [JsonPropertyOrder(1)]
    [MinLength(1)]
    public required string? Outcome { get; init; }

    /// <param name="occurrence">The occurrence.</param>
    /// <param name="name">Of its owner.</param>
    /// <param name="run">What is on record of it; null where nothing is.</param>
    /// <param name="now">UTC.</param>
    public static ScheduledOccurrenceResource Of(Occurrence occurrence, string name, RunDocument? run, DateTime now) => new(OccurrenceResource.Of(occurrence.Calendar, occurrence.At))
    {
        Timezone = occurrence.Schedule.Input.Timezone,
        OwnerId = occurrence.Schedule.OwnerId,
        OwnerType = occurrence.Schedule.OwnerKind,
        Name = name,
        State = occurrence.IsComing ? OccurrenceState.Coming
            : run is null ? (now - occurrence.At <= StartsWithin ? OccurrenceState.Starting : OccurrenceState.Unknown)
            : RunOutcomes.Of(run) == RunOutcome.Skipped ? OccurrenceState.Skipped
            : OccurrenceState.Started,
        RunId = run?.Id,
        Outcome = run is null ? null : RunOutcomes.Of(run),
    };
}
