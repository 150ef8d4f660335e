namespace Microsoft.Azure.Functions.Worker;

/// <summary>One binding of a function, as it reads in functions.metadata.</summary>
public abstract class BindingMetadata
{
    protected BindingMetadata()
    {
    }

    /// <summary>The parameter's name; <c>$return</c> for the return value.</summary>
    public abstract string Name { get; }

    /// <summary>The kind of binding: httpTrigger, timerTrigger, queueTrigger, orchestrationTrigger, activityTrigger, durableClient, http or queue.</summary>
    public abstract string Type { get; }

    public abstract BindingDirection Direction { get; }
}
