namespace FlowFunctions.Tests.Targets.Anaplan.Odd;

/// <summary>What an <see cref="OddService"/> does differently besides what it always does.</summary>
internal sealed record OddHabits
{
    /// <summary>What its tokens say of their end: the JSON of <c>expiresAt</c>; null leaves it out.</summary>
    public string? ExpiresAt { get; init; } = "\"4102444800000\"";

    /// <summary>Whether the first request of each kind finds its token refused, and the token is worth nothing from then on.</summary>
    public bool RefusesTokens { get; init; }

    /// <summary>What becomes of the first start of a task.</summary>
    public StartFate FirstStart { get; init; } = StartFate.Answered;

    /// <summary>From a task's start to the first time at which the list has it.</summary>
    public TimeSpan ListedAfter { get; init; }

    /// <summary>Whether the list has none of those tasks that have ended, as all of them have when they are listed.</summary>
    public bool ListsNoEnded { get; init; }

    /// <summary>From the first start to another user's task of the same action; null for none.</summary>
    public TimeSpan? AnotherUserAfter { get; init; }

    /// <summary>How many tasks each action has had before.</summary>
    public int EarlierTasks { get; init; }

    /// <summary>Whether a list of tasks without any is 404, instead of empty.</summary>
    public bool HasNoEmptyLists { get; init; }

    /// <summary>Whether chunks in lists have no ids, only names, and are in the order of their bytes.</summary>
    public bool NamesChunksOnly { get; init; }

    /// <summary>Whether an upload that was completed may not be completed again.</summary>
    public bool CompletesOnce { get; init; }

    /// <summary>Times that the rejected rows cannot be had: 503.</summary>
    public int DumpOutages { get; init; }
}
