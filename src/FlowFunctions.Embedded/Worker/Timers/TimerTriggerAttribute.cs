using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts the function on a schedule, in UTC, never twice at the same time.</summary>
public sealed class TimerTriggerAttribute : TriggerBindingAttribute
{
    /// <param name="schedule">
    /// Six-field NCRONTAB with seconds (<c>0 */5 * * * *</c>), five fields without, or a TimeSpan below 24 hours (<c>00:05:00</c>);
    /// <c>%Setting%</c> reads it from the configuration.
    /// </param>
    public TimerTriggerAttribute(string schedule)
    {
        Schedule = schedule;
        UseMonitor = true;
    }

    public string Schedule { get; }

    /// <summary>Whether the last occurrence is kept in storage, so that one missed in downtime runs at start-up. Default true; schedules that
    /// repeat in under a minute are not monitored.</summary>
    public bool UseMonitor { get; set; }

    /// <summary>Whether the function also runs when the host starts.</summary>
    public bool RunOnStartup { get; set; }
}
