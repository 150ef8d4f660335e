namespace FlowFunctions.Runs;

/// <summary>How long runs are kept. Section <c>Runs</c>.</summary>
public sealed class RetentionOptions
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
}
