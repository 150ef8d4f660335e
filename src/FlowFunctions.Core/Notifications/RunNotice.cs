namespace FlowFunctions.Core.Notifications;

/// <summary>What a message about the end of a run tells. Bounded, so that it fits a queue message whatever the run's steps had to say.</summary>
public sealed record RunNotice
{
    /// <summary>Of <see cref="Message"/>, in characters.</summary>
    public const int MaximumMessageLength = 1000;

    /// <summary>Steps that are listed by name; the others are counted.</summary>
    public const int MaximumFailedSteps = 10;

    public required NotificationType Type { get; init; }

    /// <summary>Whether the run was one of a flow, and not of an integration by itself.</summary>
    public required bool IsFlow { get; init; }

    /// <summary>Id of the flow or the integration.</summary>
    public required string OwnerId { get; init; }

    /// <summary>Name of the flow or the integration when the run started.</summary>
    public required string OwnerName { get; init; }

    public required string RunId { get; init; }

    public required bool Success { get; init; }

    /// <summary>The run's message; at most 1000 characters.</summary>
    public required string Message { get; init; }

    /// <summary>Null on success.</summary>
    public int? ErrorCode { get; init; }

    public required string TriggeredBy { get; init; }

    /// <summary><c>manual</c> or <c>scheduled</c>.</summary>
    public required string TriggerSource { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime StartDate { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime EndDate { get; init; }

    /// <summary>The first ten steps of a flow that did not succeed or were only partly successful, in flow order.</summary>
    public IReadOnlyList<NoticedStep> FailedSteps { get; init; } = [];

    /// <summary>How many more there are.</summary>
    public int FurtherFailedSteps { get; init; }
}
