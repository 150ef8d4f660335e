namespace FlowFunctions.LocalHost;

/// <summary>A time for several things, one after the other: what one does not need, the next one has.</summary>
internal sealed class Countdown(TimeSpan length, TimeProvider time)
{
    private readonly long _since = time.GetTimestamp();

    /// <summary>Never less than nothing.</summary>
    public TimeSpan Left => length - time.GetElapsedTime(_since) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>What is left before a part at the end that is for others.</summary>
    public TimeSpan LeftBefore(TimeSpan reserve) => Left > reserve ? Left - reserve : TimeSpan.Zero;

    /// <summary>Whether the task ended in time, with the fault that it ended with; one that did not is left to the end of the process.</summary>
    public async Task<bool> EndsAsync(Task task, TimeSpan reserve)
    {
        await task.WaitAsync(LeftBefore(reserve), time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!task.IsCompleted)
        {
            return false;
        }

        await task;
        return true;
    }
}
