namespace FlowFunctions.Runs;

/// <summary>What became of a request to cancel a run.</summary>
public enum CancelStanding
{
    /// <summary>The run's orchestration has it, durably, and will act on it.</summary>
    Accepted,

    /// <summary>The run has ended.</summary>
    Ended,

    /// <summary>The run waits to begin. It was told, which may be lost: whoever asks again may find it begun, or ended.</summary>
    NotBegun,
}
