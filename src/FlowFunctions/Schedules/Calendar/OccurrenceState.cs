namespace FlowFunctions.Schedules;

/// <summary>What became of an occurrence of a schedule.</summary>
internal enum OccurrenceState
{
    /// <summary>Its time has not come, or has come this minute and is still to be looked at.</summary>
    Coming,

    /// <summary>It was sent on its way a moment ago, and its run is about to start.</summary>
    Starting,

    /// <summary>Its run has started.</summary>
    Started,

    /// <summary>It was left out: another run was still going, or nobody was there in time.</summary>
    Skipped,

    /// <summary>Nothing is on record of it.</summary>
    Unknown,
}
