using System.Net;
using Azure;
using Azure.Identity;
using FlowFunctions.Core.Texts;
using Grpc.Core;

namespace FlowFunctions.Storage;

/// <summary>Tells faults that pass by themselves, where the caller should come back later, from defects.</summary>
internal static class StorageFaults
{
    private const int LongestReason = 100;

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

            // The task hub's storage, of which the host tells by gRPC.
            RpcException hub => IsUnavailable(hub, cancellationToken),

            // A cancellation that nobody asked for: the storage library's own network timeout, and what the client of the task hub makes of a call that the host has cancelled.
            OperationCanceledException => !cancellationToken.IsCancellationRequested,
            _ => false,
        };

    /// <summary>What went wrong, in a line: the client library repeats it for each try, with its stack.</summary>
    public static string Describe(Exception fault) => fault switch
    {
        AggregateException { InnerExceptions: [var first, ..] } aggregate => $"{Describe(first)} ({aggregate.InnerExceptions.Count} tries)",
        RequestFailedException { Status: > 0 } failed => ForeignText.Clean($"{failed.Status} {failed.ErrorCode}".TrimEnd(), LongestReason),
        RpcException hub => $"the task hub says {hub.StatusCode}",
        _ => fault.GetBaseException().Message,
    };

    /// <summary>A host that cannot come to its storage says <c>Unknown</c> or <c>Internal</c>, as of every exception that it has no word for; what it says of a request has another.</summary>
    private static bool IsUnavailable(RpcException hub, CancellationToken cancellationToken) => hub.StatusCode switch
    {
        StatusCode.Cancelled => !cancellationToken.IsCancellationRequested,
        StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Unknown or StatusCode.Internal or StatusCode.Aborted or StatusCode.ResourceExhausted => true,
        _ => false,
    };

    private static bool IsUnavailable(RequestFailedException failed) =>
        failed.Status is 0 or (int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.TooManyRequests or >= 500
            or (int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.Forbidden
        || failed.ErrorCode is "TableNotFound" or "TableBeingDeleted";
}
