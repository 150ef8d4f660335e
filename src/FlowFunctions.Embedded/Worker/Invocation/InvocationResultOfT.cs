namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a function returned, as <typeparamref name="T"/>.</summary>
public abstract class InvocationResult<T>
{
    protected InvocationResult()
    {
    }

    public abstract T? Value { get; set; }
}
