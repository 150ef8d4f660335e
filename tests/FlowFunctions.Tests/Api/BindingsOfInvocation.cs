using System.Reflection;

namespace FlowFunctions.Tests.Api;

/// <summary>
/// What the worker keeps of an invocation's bindings (IFunctionBindingsFeature of azure-functions-dotnet-worker, which is internal): the result, which
/// middleware reads and sets, and no output binding.
/// </summary>
public class BindingsOfInvocation : DispatchProxy
{
    private const string Feature = "Microsoft.Azure.Functions.Worker.Context.Features.IFunctionBindingsFeature";

    private object? _result;

    public static bool IsFeature(Type type) => type.FullName == Feature;

    public static object Create(Type feature) => Create(feature, typeof(BindingsOfInvocation));

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        "get_InvocationResult" => _result,
        "set_InvocationResult" => _result = args![0],
        "get_OutputBindingsInfo" => NoOutput(targetMethod.ReturnType),
        var other => throw new NotSupportedException($"{other} is not expected of an HTTP function."),
    };

    private static object NoOutput(Type info) =>
        info.Assembly.GetType("Microsoft.Azure.Functions.Worker.OutputBindings.EmptyOutputBindingsInfo", throwOnError: true)!
            .GetProperty("Instance")!.GetValue(null)!;
}
