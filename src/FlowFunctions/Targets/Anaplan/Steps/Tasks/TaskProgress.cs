namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>
/// A task that is being started or runs. The intent is stored before the request that starts it, with the tasks that the action had by then: a start whose
/// answer was lost is found as the task that was not there before.
/// </summary>
internal sealed record TaskProgress
{
    /// <summary>When the start was asked for, or is about to be.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Ids of the action's latest tasks before that, at most <see cref="MaximumKnown"/>.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>When the latest of them was created, by the model's clock; null where there was none, or the list does not say.</summary>
    public DateTimeOffset? KnownUntil { get; init; }

    /// <summary>Null until the answer, or the action's list, has told it.</summary>
    public string? TaskId { get; init; }

    /// <summary>When it was seen to have ended with rejected rows, which are fetched since then; null before that.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When it was first missing; null where the last answer knew it.</summary>
    public DateTimeOffset? MissingSince { get; init; }

    /// <summary>How many requests to start it were made, or are about to be.</summary>
    public int Starts { get; init; } = 1;

    /// <summary>When the last of them was seen to have no answer; null where it had one, and where the process ended before.</summary>
    public DateTimeOffset? LostAt { get; init; }

    /// <summary>Whether the last of them was seen to take long: stored while its answer is waited for, so that it is known after a crash too. See <see cref="TaskSearch.SlowAfter"/>.</summary>
    public bool IsSlow { get; init; }

    /// <summary>Whether <see cref="TaskId"/> was found in the list, as the only task of the seconds in which we asked; its result may still show that it is another user's.</summary>
    public bool IsFound { get; init; }

    /// <summary>Whether the list has shown a task that had ended: then one that it does not show was not started.</summary>
    public bool ListShowsEnded { get; init; }

    /// <summary>Whether <see cref="TaskId"/> is a task that may be this one or another user's: it is followed, and is neither cancelled nor taken for ours.</summary>
    public bool IsSuspected { get; init; }

    /// <summary>Whether the last of them met a service that is being maintained.</summary>
    public bool WasBusy { get; init; }

    /// <summary>What the last of them met, for people; null where it was answered.</summary>
    public string? Fault { get; init; }

    public const int MaximumKnown = 100;
}
