using FlowFunctions.Embedded.Tests.Hosting.Durable;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Embedded.Tests.Hosting.Timers;

public sealed class SampleTimerFunctions(DurableCalls calls)
{
    [Function("Hourly")]
    public void Hourly([TimerTrigger("%Schedule%")] TimerInfo timer) =>
        calls.Add($"hourly late={timer.IsPastDue} next={timer.ScheduleStatus?.Next:HH:mm}");

    [Function("AtStart")]
    public void AtStart([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true, UseMonitor = false)] TimerInfo timer) =>
        calls.Add($"at start status={timer.ScheduleStatus is not null}");
}
