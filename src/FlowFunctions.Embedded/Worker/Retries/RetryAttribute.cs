namespace Microsoft.Azure.Functions.Worker;

/// <summary>Asks the host to call a failed timer function again. The embedded runtime refuses it at start-up on other triggers.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    public RetryAttribute()
    {
    }

    /// <summary>How often a failed call is repeated; -1 is for ever.</summary>
    public int MaxRetryCount { get; set; }
}
