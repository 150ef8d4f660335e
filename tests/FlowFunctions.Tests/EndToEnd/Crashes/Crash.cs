using FlowFunctions.Testing;

namespace FlowFunctions.Tests.EndToEnd.Crashes;

internal static class Crash
{
    /// <summary>
    /// What a killed host held comes back when its messages become visible again: after a minute, which is the least that the Azure Storage provider takes for
    /// its queues, and once more where a turn led to an activity that was held too. The rest is for slow machines.
    /// </summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(180);

    public static Task<T> EndAsync<T>(Func<Task<T>> look, Func<T, bool> isEnded) => Wait.For(look, isEnded, EndsWithin);
}
