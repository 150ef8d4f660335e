namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a function returned. Middleware reads and replaces it after the call.</summary>
public abstract class InvocationResult : InvocationResult<object>
{
    protected InvocationResult()
    {
    }
}
