using FlowFunctions.Settings;

namespace FlowFunctions.Schedules;

/// <summary>How scheduled runs behave. Section <c>Schedules</c>.</summary>
public sealed class SchedulesOptions : IOptionsWithFaults
{
    public const string Section = "Schedules";

    /// <summary>The timer looks every minute; anything shorter would leave out what is merely late.</summary>
    public static readonly TimeSpan MinimumCatchUpWindow = TimeSpan.FromMinutes(2);
    public static readonly TimeSpan MaximumCatchUpWindow = TimeSpan.FromDays(7);

    /// <summary>
    /// From an occurrence that was missed to the latest instant at which it still runs; 2 minutes to 7 days, default 1 hour. Of several that
    /// were missed within it the latest runs; those that are older are left out, and recorded.
    /// </summary>
    public TimeSpan CatchUpWindow { get; set; } = TimeSpan.FromHours(1);

    public IEnumerable<string> Faults() =>
        Fault.OutOfRange("Schedules:CatchUpWindow", CatchUpWindow, MinimumCatchUpWindow, MaximumCatchUpWindow);
}
