using FlowFunctions.Embedded.Engine.History;
using Microsoft.DurableTask;

namespace FlowFunctions.Embedded.Engine.Replay;

/// <summary>How long a retry policy waits before the next attempt.</summary>
internal static class RetryWait
{
    /// <param name="attempt">The number of the attempt that failed, from 1.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="failure">How it failed.</param>
    /// <param name="firstAttempt">When the first attempt started.</param>
    /// <param name="now">When this one ended.</param>
    /// <returns>The wait; null where no attempt is left or the policy does not want one.</returns>
    public static TimeSpan? After(int attempt, RetryPolicy policy, Failure failure, DateTime firstAttempt, DateTime now)
    {
        if (attempt >= policy.MaxNumberOfAttempts || !Wants(policy, failure))
        {
            return null;
        }

        if (policy.RetryTimeout != Timeout.InfiniteTimeSpan && now - firstAttempt >= policy.RetryTimeout)
        {
            return null;
        }

        var longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : policy.MaxRetryInterval;
        var wait = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        return wait < longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(wait) : longest;
    }

    private static bool Wants(RetryPolicy policy, Failure failure)
    {
        try
        {
            return policy.ShouldRetry(failure.ToDetails());
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            // As in the real runtime: a handler that throws must not hide the failure that it was asked about.
            return false;
        }
    }
}
