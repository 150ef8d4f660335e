namespace FlowFunctions.Runs;

/// <summary>What became of a request to cancel a run.</summary>
public enum CancelStanding
{
    /// <summary>The run's orchestration has it, durably, and will act on it.</summary>
    Accepted,

    /// <summary>The run has ended.</summary>
    Ended,

    /// <summary>The run waits to begin, and cannot be told yet. Whoever asks again may find it begun.</summary>
    NotBegun,
}
