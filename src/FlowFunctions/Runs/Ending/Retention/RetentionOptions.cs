using FlowFunctions.Settings;

namespace FlowFunctions.Runs;

/// <summary>How long runs are kept. Section <c>Runs</c>.</summary>
public sealed class RetentionOptions : IOptionsWithFaults
{
    public const string Section = "Runs";

    /// <summary>More than the longest run, 6 days, and the hours in which its end may have to be tried: what is purged cannot be running.</summary>
    public static readonly TimeSpan MinimumRetention = TimeSpan.FromDays(7);

    public static readonly TimeSpan MaximumRetention = TimeSpan.FromDays(3650);

    /// <summary>
    /// From a run's start until its record, its entry in the history and its dumps are deleted; 7 days to 3,650 days, default 90 days. A document's
    /// <c>latestRun</c> stays.
    /// </summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(90);

    public IEnumerable<string> Faults()
    {
        if (Retention < MinimumRetention || Retention > MaximumRetention)
        {
            yield return $"Runs:Retention is {Retention}; set it between {MinimumRetention.TotalDays:0} and {MaximumRetention.TotalDays:0} days, written as 90.00:00:00.";
        }
    }
}
