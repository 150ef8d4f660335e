using Microsoft.DurableTask;

namespace FlowFunctions.Runs;

/// <summary>
/// How often an activity of a step is tried, for what it cannot put into its answer; a target's own faults are answers. Six times within half a minute where it is anything, and for
/// half an hour where storage is away: the step is not to blame for that. Part of what is replayed, so that a history decides as it did: faults of storage have a name of their own.
/// </summary>
internal static class ActivityRetry
{
    public const int Attempts = 6;

    /// <summary>1, 2, 4, 8 and 16 seconds, then 30 each: 27 minutes.</summary>
    public const int AttemptsWhileStorageIsAway = 58;

    public static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    public static readonly TaskOptions Options = TaskOptions.FromRetryHandler(TryAgainAsync);

    internal static async Task<bool> TryAgainAsync(RetryContext retry)
    {
        if (retry.LastAttemptNumber >= (IsOfStorage(retry.LastFailure) ? AttemptsWhileStorageIsAway : Attempts))
        {
            // Histories of before have a timer here (RetryInterceptor.cs of DurableTask.Core): without one their replay would differ.
            await retry.OrchestrationContext.CreateTimer(retry.OrchestrationContext.CurrentUtcDateTime, CancellationToken.None);
            return false;
        }

        var delay = FirstDelay * Math.Min(Math.Pow(2, retry.LastAttemptNumber - 1), LongestDelay / FirstDelay);
        await retry.OrchestrationContext.CreateTimer(retry.OrchestrationContext.CurrentUtcDateTime + delay, CancellationToken.None);
        return true;
    }

    internal static bool IsOfStorage(TaskFailureDetails failure) => failure.ErrorType == typeof(StorageAwayException).FullName;
}
