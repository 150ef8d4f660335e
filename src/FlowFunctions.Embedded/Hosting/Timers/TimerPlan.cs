using FlowFunctions.Embedded.Hosting.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.Embedded.Hosting.Timers;

/// <summary>A timer function with its schedule.</summary>
internal sealed record TimerPlan(DiscoveredFunction Function, TimerTriggerAttribute Trigger, string Expression, TimerSchedule Schedule)
{
    /// <param name="catalog">The functions.</param>
    /// <param name="configuration">Where %Setting% is looked up.</param>
    /// <param name="faults">Takes the schedules that are none.</param>
    public static IReadOnlyList<TimerPlan> Of(FunctionCatalog catalog, IConfiguration configuration, ICollection<string> faults)
    {
        List<TimerPlan> timers = [];
        foreach (var (function, trigger) in catalog.With<TimerTriggerAttribute>())
        {
            var expression = SettingReferences.Resolve(trigger.Schedule, configuration, out var missing);
            if (missing is not null)
            {
                faults.Add($"Timer function '{function.Name}': its schedule '{trigger.Schedule}' refers to the setting '{missing}', which is not set. Set it.");
            }
            else if (TimerSchedule.TryParse(expression) is { } schedule)
            {
                timers.Add(new TimerPlan(function, trigger, expression, schedule));
            }
            else
            {
                faults.Add(
                    $"Timer function '{function.Name}': the schedule '{expression}' is neither an NCRONTAB expression (six fields, as in '0 */5 * * * *') " +
                    "nor a TimeSpan of up to 24 hours (as in '00:05:00').");
            }
        }

        return timers;
    }
}
