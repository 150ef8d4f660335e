namespace FlowFunctions.Chaos.Weather;

/// <summary>What goes wrong with one request to the storage.</summary>
internal enum StorageFault
{
    /// <summary>500, and nothing is done.</summary>
    InternalError,

    /// <summary>503, and nothing is done.</summary>
    Busy,

    /// <summary>429, and nothing is done.</summary>
    TooManyRequests,

    /// <summary>Another writer changes the row first, nothing of it but its version: the storage itself answers with 412, and nothing is done.</summary>
    LostRace,

    /// <summary>It is done, and answered with 412: what a client's own second try gets whose first answer was lost.</summary>
    LostRaceAfter,

    /// <summary>The connection is broken, and nothing is done.</summary>
    ResetBefore,

    /// <summary>No answer comes, and nothing is done.</summary>
    SilenceBefore,

    /// <summary>It is done, and answered with 500.</summary>
    InternalErrorAfter,

    /// <summary>It is done, and the connection broken.</summary>
    ResetAfter,

    /// <summary>It is done, and no answer comes.</summary>
    SilenceAfter,

    /// <summary>It is done late, and answered.</summary>
    Slow,
}
