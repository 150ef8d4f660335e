using System.CommandLine;
using FlowFunctions.Cli.Connecting;

namespace FlowFunctions.Cli.Verbs;

/// <summary>The options of verbs that may watch a run.</summary>
internal static class WatchOptions
{
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    public static Option<bool> Watch() => new("--watch", "-w") { Description = "Show the run until its end; the exit code is the run's." };

    public static Option<TimeSpan?> Interval() => new("--interval")
    {
        Description = "From one look at the run to the next, at least 100ms (default 1s).",
        HelpName = "TIME",
        CustomParser = given =>
        {
            var interval = TypedDuration.Parse(given.Tokens[0].Value);
            if (interval is null || interval < Least)
                given.AddError($"--interval is a time such as 2s or 500ms, at least 100ms, not '{given.Tokens[0].Value}'.");
            return interval;
        },
    };
}
