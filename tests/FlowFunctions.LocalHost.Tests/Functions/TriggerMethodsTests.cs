using System.Reflection;
using Azure.Storage.Queues.Models;
using FlowFunctions.LocalHost.Functions;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;

namespace FlowFunctions.LocalHost.Tests.Functions;

/// <summary>What the WebJobs SDK finds by reflection.</summary>
public sealed class TriggerMethodsTests
{
    [Fact]
    public void Timer_has_its_schedule_and_is_monitored_unless_it_says_otherwise()
    {
        var (usual, usualTrigger) = MethodOf<TimerTriggerAttribute>("""{"name":"timer","type":"timerTrigger","schedule":"%Every%"}""");
        var (_, special) = MethodOf<TimerTriggerAttribute>("""{"name":"timer","type":"timerTrigger","schedule":"0 5 * * * *","runOnStartup":true,"useMonitor":false}""");

        Assert.Equal(typeof(TimerInfo), usual.GetParameters()[0].ParameterType);
        Assert.Equal(("%Every%", false, true), (usualTrigger.ScheduleExpression, usualTrigger.RunOnStartup, usualTrigger.UseMonitor));
        Assert.Equal(("0 5 * * * *", true, false), (special.ScheduleExpression, special.RunOnStartup, special.UseMonitor));
    }

    [Fact]
    public void Queue_has_its_name_and_connection()
    {
        var (method, usual) = MethodOf<QueueTriggerAttribute>("""{"name":"message","type":"queueTrigger","queueName":"run-requests"}""");
        var (_, elsewhere) = MethodOf<QueueTriggerAttribute>("""{"name":"message","type":"queueTrigger","queueName":"q","connection":"Other"}""");

        Assert.Equal(typeof(QueueMessage), method.GetParameters()[0].ParameterType);
        Assert.Equal(("run-requests", null), (usual.QueueName, usual.Connection));
        Assert.Equal("Other", elsewhere.Connection);
    }

    [Fact]
    public void Orchestrators_and_activities_take_text_and_have_a_result()
    {
        var (flow, orchestrator) = MethodOf<OrchestrationTriggerAttribute>("""{"name":"context","type":"orchestrationTrigger"}""");
        var (_, activity) = MethodOf<ActivityTriggerAttribute>("""{"name":"call","type":"activityTrigger","activity":"Another"}""");

        Assert.Equal((typeof(string), typeof(Task<object>)), (flow.GetParameters()[0].ParameterType, flow.ReturnType));
        Assert.Null(orchestrator.Orchestration);
        Assert.Equal("Another", activity.Activity);
    }

    [Fact]
    public void Function_keeps_its_name_and_HTTP_functions_have_no_method()
    {
        var type = TriggerMethods.Make([SampleFunctions.Http("Get", "x"), SampleFunctions.Of("Tick", """{"name":"timer","type":"timerTrigger","schedule":"0 * * * * *"}""")]);

        var methods = type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
        Assert.Equal([TriggerMethods.DurableClientMethod, "Tick"], methods.Select(method => method.Name).Order(StringComparer.Ordinal));
        Assert.Equal("Tick", type.GetMethod("Tick")!.GetCustomAttribute<FunctionNameAttribute>()!.Name);
    }

    private static (MethodInfo Method, T Trigger) MethodOf<T>(string trigger)
        where T : Attribute
    {
        var method = TriggerMethods.Make([SampleFunctions.Of("Sample", trigger)]).GetMethod("Sample")!;
        return (method, method.GetParameters()[0].GetCustomAttribute<T>()!);
    }
}
