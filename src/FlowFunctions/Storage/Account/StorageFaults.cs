using System.Net;
using Azure;
using Azure.Identity;

namespace FlowFunctions.Storage;

/// <summary>Tells faults that pass by themselves, where the caller should come back later, from defects.</summary>
internal static class StorageFaults
{
    /// <summary>
    /// Storage did not answer, was busy, timed out, refused the application's identity, or its tables are not there yet.
    /// False for anything that <paramref name="cancellationToken"/> caused.
    /// </summary>
    public static bool IsUnavailable(Exception exception, CancellationToken cancellationToken) =>
        exception switch
        {
            // The client library reports its last retries together.
            AggregateException aggregate => aggregate.InnerExceptions.Count > 0 && aggregate.InnerExceptions.All(inner => IsUnavailable(inner, cancellationToken)),
            RequestFailedException failed => IsUnavailable(failed),
            AuthenticationFailedException or StorageSilentException => true,

            // The library's own network timeout looks like a cancellation that nobody asked for.
            TaskCanceledException => !cancellationToken.IsCancellationRequested,
            _ => false,
        };

    private static bool IsUnavailable(RequestFailedException failed) =>
        failed.Status is 0 or (int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.TooManyRequests or >= 500
            or (int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.Forbidden
        || failed.ErrorCode is "TableNotFound" or "TableBeingDeleted";
}
