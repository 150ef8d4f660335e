using System.Text.Json.Serialization;
using Azure;
using FlowFunctions.Core.Schedules;
using FlowFunctions.Definitions;

namespace FlowFunctions.Schedules;

/// <summary>The schedule of a flow or an integration as it is stored.</summary>
public sealed record ScheduleDocument
{
    /// <summary>Id of the flow or integration.</summary>
    public required string OwnerId { get; init; }

    public required RunKind OwnerKind { get; init; }

    public required ScheduleInput Input { get; init; }

    public bool IsEnabled { get; init; } = true;

    /// <summary>Who set the schedule as it is now; its runs are this user's. Enabling and disabling does not change it.</summary>
    public required string SetBy { get; init; }

    /// <summary>New with every change that a user makes; what the schedule's entity tag is made of. Runs do not change it.</summary>
    public required string Version { get; init; }

    /// <summary>UTC; the occurrence that comes next. Null while disabled, and once there is none any more.</summary>
    public DateTime? NextAt { get; init; }

    /// <summary><see cref="NextAt"/> as answers have it.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextDate => NextAt is { } next ? new(next, TimeSpan.Zero) : null;

    /// <summary>The row's version when it was read; every update carries it.</summary>
    [JsonIgnore]
    public ETag ETag { get; init; }
}
