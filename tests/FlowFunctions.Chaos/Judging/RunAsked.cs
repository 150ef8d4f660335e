using FlowFunctions.Chaos.Flows;

namespace FlowFunctions.Chaos.Judging;

/// <summary>A run that was accepted, and what its caller asked of it. Times are in seconds since the beginning of the trial.</summary>
/// <param name="RunId">As the answer named it.</param>
/// <param name="Order">What it is to do.</param>
internal sealed record RunAsked(string RunId, RunOrder Order)
{
    /// <summary>How often its start was asked for; more than once where an answer was lost.</summary>
    public int StartTries { get; init; } = 1;

    /// <summary>When its start was accepted; null where it was not its caller's.</summary>
    public double? AcceptedAt { get; init; }

    /// <summary>When its caller saw that it had ended; null where it did not.</summary>
    public double? EndSeenAt { get; init; }

    /// <summary>How it was read as ended for the first time; null where it was not.</summary>
    public RunSeen? EndSeen { get; init; }

    /// <summary>When its cancellation was asked for; null where it was not.</summary>
    public double? CancelAskedAt { get; init; }

    /// <summary>When that was accepted; null where it was not.</summary>
    public double? CancelAcceptedAt { get; init; }
}
