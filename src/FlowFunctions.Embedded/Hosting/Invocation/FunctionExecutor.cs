using System.Reflection;
using System.Runtime.ExceptionServices;
using FlowFunctions.Embedded.Hosting.Converters;
using FlowFunctions.Embedded.Hosting.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Embedded.Hosting.Invocation;

/// <summary>Calls functions: a scope, the application's middleware, the parameters, the object, the method.</summary>
/// <remarks>It stays on the caller's scheduler throughout, so that orchestrators can run through it. What a function throws leaves it as it is.</remarks>
internal sealed class FunctionExecutor
{
    private readonly IServiceScopeFactory _scopes;
    private readonly IFunctionActivator _activator;
    private readonly ParameterConversion _conversion;
    private readonly FunctionExecutionDelegate _pipeline;

    public FunctionExecutor(IServiceScopeFactory scopes, IFunctionActivator activator, ParameterConversion conversion, MiddlewareChain middleware)
    {
        _scopes = scopes;
        _activator = activator;
        _conversion = conversion;
        _pipeline = middleware.Around(context => CallAsync((InvocationContext)context));
    }

    /// <returns>What the function returned, or middleware put in its place.</returns>
    public async Task<object?> ExecuteAsync(DiscoveredFunction function, InvocationInput input, CancellationToken cancellationToken)
    {
        if (input.Services is { } services)
        {
            return await RunAsync(new InvocationContext(function, input, services, cancellationToken));
        }

        await using var scope = _scopes.CreateAsyncScope();
        return await RunAsync(new InvocationContext(function, input, scope.ServiceProvider, cancellationToken));
    }

    private async Task<object?> RunAsync(InvocationContext context)
    {
        await _pipeline(context);
        return FunctionResult.Of(context).Value;
    }

    private async Task CallAsync(InvocationContext context)
    {
        var arguments = await _conversion.BindAsync(context);
        var method = context.Function.Method;
        var instance = method.IsStatic
            ? null
            : _activator.CreateInstance(method.DeclaringType!, context);
        try
        {
            FunctionResult.Of(context).Value = await AwaitAsync(Invoke(method, instance, arguments));
        }
        finally
        {
            switch (instance)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync();
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }
        }
    }

    private static object? Invoke(MethodInfo method, object? instance, object?[] arguments)
    {
        try
        {
            return method.Invoke(instance, arguments);
        }
        catch (TargetInvocationException fault) when (fault.InnerException is { } thrown)
        {
            ExceptionDispatchInfo.Throw(thrown);
            throw;
        }
    }

    private static async Task<object?> AwaitAsync(object? returned)
    {
        switch (returned)
        {
            case Task task:
                await task;
                return ResultOf(task);
            case ValueTask task:
                await task;
                return null;
            case not null when returned.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>):
                var asTask = (Task)type.GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(returned, null)!;
                await asTask;
                return ResultOf(asTask);
            default:
                return returned;
        }
    }

    // An async method that returns Task hands out a Task<VoidTaskResult>, whose result is no value of the function's.
    private static object? ResultOf(Task task) =>
        task.GetType().GetProperty("Result") is { } result && result.PropertyType.Name != "VoidTaskResult" ? result.GetValue(task) : null;
}
