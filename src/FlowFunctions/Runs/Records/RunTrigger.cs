namespace FlowFunctions.Runs;

/// <summary>Who or what started a run.</summary>
/// <param name="User">Name of the caller, or of the schedule's owner.</param>
/// <param name="Source">One of <see cref="Manual"/> and <see cref="Scheduled"/>.</param>
public sealed record RunTrigger(string User, string Source)
{
    public const string Manual = "manual";
    public const string Scheduled = "scheduled";
}
