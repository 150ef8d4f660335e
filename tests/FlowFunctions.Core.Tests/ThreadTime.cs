using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FlowFunctions.Core.Tests;

/// <summary>What a piece of work costs the thread that does it: a loaded machine makes it wait, but not work more.</summary>
internal static class ThreadTime
{
    /// <summary>The least of three times; where the system does not count a thread's own time, by the clock.</summary>
    public static TimeSpan Of(Action work) => Enumerable.Range(0, 3).Min(_ =>
    {
        var start = Now();
        work();
        return Now() - start;
    });

    private static TimeSpan Now()
    {
        if (!OperatingSystem.IsLinux())
        {
            return TimeSpan.FromSeconds(Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency);
        }

        Assert.Equal(0, NativeMethods.GetClock(NativeMethods.ClockOfThread, out var time));
        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0);
    }

    private static class NativeMethods
    {
        /// <summary>CLOCK_THREAD_CPUTIME_ID of clock_gettime(2).</summary>
        public const int ClockOfThread = 3;

        [DllImport("libc", EntryPoint = "clock_gettime")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int GetClock(int clock, out Instant time);

        [StructLayout(LayoutKind.Sequential)]
        public struct Instant
        {
            public nint Seconds;
            public nint Nanoseconds;
        }
    }
}
