using Azure;

namespace FlowFunctions.Embedded.Engine.Storage;

/// <summary>Which faults of the storage account pass by themselves.</summary>
internal static class StorageFaults
{
    public static bool IsTransient(Exception fault, CancellationToken cancellationToken) => fault switch
    {
        // No status: no answer came. 404 and the like are answers.
        RequestFailedException failed => failed.Status is 0 or 408 or 429 or 500 or 502 or 503 or 504,
        AggregateException several => several.InnerExceptions.All(inner => IsTransient(inner, cancellationToken)),
        IOException or HttpRequestException => true,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => false,
    };
}
