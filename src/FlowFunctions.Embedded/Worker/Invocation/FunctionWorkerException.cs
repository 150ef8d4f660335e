namespace Microsoft.Azure.Functions.Worker;

/// <summary>The root of the runtime's own exceptions during an invocation.</summary>
public class FunctionWorkerException : Exception
{
    public FunctionWorkerException(string message)
        : base(message)
    {
    }

    public FunctionWorkerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
