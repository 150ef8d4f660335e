using FlowFunctions.Definitions;
using FlowFunctions.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Schedules;

internal static class SchedulesRegistration
{
    /// <summary>Adds the schedules of flows and integrations. Needs the storage, the flows, the integrations and the runs.</summary>
    public static IServiceCollection AddSchedules(this IServiceCollection services)
    {
        services.AddCheckedOptions<SchedulesOptions>(SchedulesOptions.Section);
        services.AddSingleton<ScheduleStore>();
        services.AddSingleton<IRepair, LostSchedules>();
        services.AddSingleton<ScheduleEditor>();
        services.AddSingleton<OccurrenceCalendar>();
        services.AddSingleton<SkippedRuns>();
        services.AddSingleton<ScheduleDispatcher>();
        services.AddSingleton<ScheduledRunStarter>();
        return services;
    }
}
