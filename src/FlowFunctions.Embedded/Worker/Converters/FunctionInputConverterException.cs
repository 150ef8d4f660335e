namespace Microsoft.Azure.Functions.Worker;

/// <summary>A parameter of a function could not be filled. The message lists every one.</summary>
public class FunctionInputConverterException : FunctionWorkerException
{
    public FunctionInputConverterException(string message)
        : base(message)
    {
    }

    public FunctionInputConverterException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
