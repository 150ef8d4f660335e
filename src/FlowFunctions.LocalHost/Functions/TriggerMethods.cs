using System.Reflection;
using System.Reflection.Emit;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;

namespace FlowFunctions.LocalHost.Functions;

/// <summary>
/// Makes a class with one method for each function that a trigger of the WebJobs SDK starts, with the attributes that the SDK looks for, as if they had been
/// written for it:
/// <code>
/// [FunctionName("DispatchSchedules")]
/// public Task DispatchSchedules([TimerTrigger("0 * * * * *")] TimerInfo input, CancellationToken cancellationToken) =>
///     RunTimerAsync(input, "DispatchSchedules", cancellationToken);
/// </code>
/// The Functions host does the same (FunctionGenerator.cs of azure-functions-host).
/// </summary>
internal static class TriggerMethods
{
    /// <summary>The name of the assembly that is made, which sees the internals of this one.</summary>
    public const string AssemblyName = "FlowFunctions.LocalHost.Triggers";

    /// <summary>The method that brings the durable client's description; called by name.</summary>
    public const string DurableClientMethod = "DurableClient";

    // Names locks and states of timers in storage.
    private const string TypeName = "Functions";

    public static Type Make(IEnumerable<HostedFunction> functions)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(AssemblyName), AssemblyBuilderAccess.RunAndCollect);
        var type = assembly.DefineDynamicModule(AssemblyName).DefineType(TypeName, TypeAttributes.Public | TypeAttributes.Sealed, typeof(TriggeredFunctions));
        DefineConstructor(type);
        DefineDurableClient(type);
        foreach (var function in functions)
        {
            switch (function.Trigger)
            {
                case var trigger when trigger.Is(HostedFunction.TimerTrigger):
                    Define(type, function.Name, typeof(TimerInfo), Timer(trigger), "RunTimerAsync");
                    break;
                case var trigger when trigger.Is(HostedFunction.QueueTrigger):
                    Define(type, function.Name, typeof(QueueMessage), Queue(trigger), "RunQueueAsync");
                    break;
                case var trigger when trigger.Is(HostedFunction.OrchestrationTrigger):
                    Define(type, function.Name, typeof(string), Attribute(typeof(OrchestrationTriggerAttribute), ("Orchestration", trigger.Text("orchestration"))), "RunDurableAsync");
                    break;
                case var trigger when trigger.Is(HostedFunction.ActivityTrigger):
                    Define(type, function.Name, typeof(string), Attribute(typeof(ActivityTriggerAttribute), ("Activity", trigger.Text("activity"))), "RunDurableAsync");
                    break;
                default:
                    // HTTP is served by the front, past the WebJobs SDK.
                    break;
            }
        }

        return type.CreateType();
    }

    private static CustomAttributeBuilder Timer(FunctionBinding trigger) => new(
        typeof(TimerTriggerAttribute).GetConstructor([typeof(string)])!,
        [trigger.Text("schedule")],
        [typeof(TimerTriggerAttribute).GetProperty(nameof(TimerTriggerAttribute.RunOnStartup))!, typeof(TimerTriggerAttribute).GetProperty(nameof(TimerTriggerAttribute.UseMonitor))!],
        [trigger.Flag("runOnStartup") ?? false, trigger.Flag("useMonitor") ?? true]);

    private static CustomAttributeBuilder Queue(FunctionBinding trigger) => new(
        typeof(QueueTriggerAttribute).GetConstructor([typeof(string)])!,
        [trigger.Text("queueName")],
        trigger.Text("connection") is null ? [] : [typeof(QueueTriggerAttribute).GetProperty(nameof(QueueTriggerAttribute.Connection))!],
        trigger.Text("connection") is { } connection ? [connection] : []);

    private static CustomAttributeBuilder Attribute(Type type, (string Property, string? Value) given) => new(
        type.GetConstructor(Type.EmptyTypes)!,
        [],
        given.Value is null ? [] : [type.GetProperty(given.Property)!],
        given.Value is null ? [] : [given.Value]);

    private static void DefineConstructor(TypeBuilder type)
    {
        var inherited = typeof(TriggeredFunctions).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Single();
        Type[] parameters = [.. inherited.GetParameters().Select(parameter => parameter.ParameterType)];
        var il = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, parameters).GetILGenerator();
        for (short argument = 0; argument <= parameters.Length; argument++)
        {
            il.Emit(OpCodes.Ldarg, argument);
        }

        il.Emit(OpCodes.Call, inherited);
        il.Emit(OpCodes.Ret);
    }

    private static void DefineDurableClient(TypeBuilder type)
    {
        var method = type.DefineMethod(DurableClientMethod, MethodAttributes.Public, typeof(void), [typeof(string)]);
        method.SetCustomAttribute(new(typeof(NoAutomaticTriggerAttribute).GetConstructor(Type.EmptyTypes)!, []));
        method.DefineParameter(1, ParameterAttributes.None, "client").SetCustomAttribute(new(typeof(DurableClientAttribute).GetConstructor(Type.EmptyTypes)!, []));
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, Inherited("TakeDurableClient"));
        il.Emit(OpCodes.Ret);
    }

    private static void Define(TypeBuilder type, string name, Type input, CustomAttributeBuilder trigger, string body)
    {
        var called = Inherited(body);
        var method = type.DefineMethod(name, MethodAttributes.Public, called.ReturnType, [input, typeof(CancellationToken)]);
        method.SetCustomAttribute(new(typeof(FunctionNameAttribute).GetConstructor([typeof(string)])!, [name]));
        method.DefineParameter(1, ParameterAttributes.None, "input").SetCustomAttribute(trigger);
        method.DefineParameter(2, ParameterAttributes.None, "cancellationToken");
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldstr, name);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, called);
        il.Emit(OpCodes.Ret);
    }

    private static MethodInfo Inherited(string name) => typeof(TriggeredFunctions).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!;
}
