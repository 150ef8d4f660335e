using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Embedded.Hosting.Invocation;

/// <summary>The one place where an invocation's return value lives; middleware sees it through views of its type.</summary>
internal sealed class FunctionResult : InvocationResult
{
    public override object? Value { get; set; }

    public static FunctionResult Of(FunctionContext context)
    {
        if (context.Features.Get<FunctionResult>() is { } result)
        {
            return result;
        }

        result = new FunctionResult();
        context.Features.Set(result);
        return result;
    }

    public InvocationResult<T> As<T>() =>
        Value is null or T
            ? new View<T>(this)
            : throw new InvalidOperationException($"The function returned a {Value.GetType().FullName}, not a {typeof(T).FullName}.");

    private sealed class View<T>(FunctionResult result) : InvocationResult<T>
    {
        public override T? Value
        {
            get => (T?)result.Value;
            set => result.Value = value;
        }
    }
}
