namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the trigger knows of an invocation beside its parameters: route values, a message's dequeue count.</summary>
public abstract class BindingContext
{
    protected BindingContext()
    {
    }

    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
