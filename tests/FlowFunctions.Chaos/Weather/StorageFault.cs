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

    /// <summary>412, as if another writer had been faster, and nothing is done.</summary>
    LostRace,

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
