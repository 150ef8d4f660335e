namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which repetition of a failed call this one is.</summary>
public abstract class RetryContext
{
    protected RetryContext()
    {
    }

    /// <summary>0 for the first call.</summary>
    public abstract int RetryCount { get; }

    /// <summary>How often a failed call is repeated; -1 is for ever, 0 never.</summary>
    public abstract int MaxRetryCount { get; }
}
