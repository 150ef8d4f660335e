using FlowFunctions.Chaos.Flows;

namespace FlowFunctions.Chaos.Judging;

/// <summary>A run that was accepted, and what its caller asked of it. Times are in seconds since the beginning of the trial.</summary>
/// <param name="RunId">As the answer named it.</param>
/// <param name="Order">What it is to do.</param>
internal sealed record RunAsked(string RunId, RunOrder Order)
{
    /// <summary>When its cancellation was asked for; null where it was not.</summary>
    public double? CancelAskedAt { get; init; }

    /// <summary>When that was accepted; null where it was not.</summary>
    public double? CancelAcceptedAt { get; init; }
}
