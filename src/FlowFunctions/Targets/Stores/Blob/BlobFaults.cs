using Azure;
using Azure.Identity;
using Azure.Storage.Blobs.Models;
using FlowFunctions.Outgoing;
using FlowFunctions.Storage;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.Targets.Stores.Blob;

/// <summary>What the client library throws, in the words of <see cref="StoreException"/>.</summary>
internal static class BlobFaults
{
    /// <summary>Null for what is no fault of the store: a defect, or what <paramref name="cancellationToken"/> caused.</summary>
    /// <param name="exception">The library's.</param>
    /// <param name="place">Where it happened.</param>
    /// <param name="name">Of the file that it is about.</param>
    /// <param name="now">From when on a wait counts that the store asks for.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public static StoreException? Translate(Exception exception, StorePlace place, string name, DateTimeOffset now, CancellationToken cancellationToken) => exception switch
    {
        // The library reports its last retries together.
        AggregateException { InnerExceptions: [.., var last] } => Translate(last, place, name, now, cancellationToken),
        WrongRangeException wrong => wrong.Translate(place, name),
        RequestFailedException failed => Translate(failed, place, name, now),
        AuthenticationFailedException => place.Refused("the service has no identity here that Azure knows; give it a managed identity, or the connection a SAS token", exception),
        StorageSilentException => place.Unavailable("nobody says in time who the service is there", exception),
        OperationCanceledException => cancellationToken.IsCancellationRequested ? null : place.Unavailable("it did not answer in time", exception),
        IOException or HttpRequestException or TimeoutException => place.Unavailable("its answer was cut off", exception),
        _ => null,
    };

    private static StoreException Translate(RequestFailedException failed, StorePlace place, string name, DateTimeOffset now)
    {
        var said = StorePlace.CodeOf(failed.ErrorCode) is { Length: > 0 } code ? $"{failed.Status} {code}" : $"status {failed.Status}";
        return failed.Status switch
        {
            413 or 507 => place.Full(name, $"Azure answers {said}", failed),
            403 or 409 when IsLimit(failed.ErrorCode) => place.Full(name, $"Azure answers {said}", failed),
            401 or 403 => place.Refused($"Azure answers {said}; the SAS token may have expired or lack a permission, or the identity a role", failed),
            404 when failed.ErrorCode == BlobErrorCode.ContainerNotFound => place.MissingItself(failed),
            404 => place.Missing(name, failed),
            409 when failed.ErrorCode == BlobErrorCode.BlobAlreadyExists => place.Exists(name, failed),

            // Reads carry If-Match, commits If-None-Match; the latter are told apart where they are made.
            412 => place.Changed(name, failed),
            0 => place.Unavailable("there is no connection to its address", failed),
            408 or 429 or >= 500 => place.Unavailable($"Azure answers {said}", failed, RetryAfter(failed, now)),
            409 => place.Failed(name, $"Azure answers {said}; see that nothing else holds it, and run the integration again", failed),
            _ => place.Failed(name, $"Azure answers {said}", failed),
        };
    }

    /// <summary>Of the account, the container or the blob.</summary>
    private static bool IsLimit(string? code) =>
        code?.Contains("Quota", StringComparison.OrdinalIgnoreCase) == true || code?.Contains("Limit", StringComparison.OrdinalIgnoreCase) == true;

    private static TimeSpan? RetryAfter(RequestFailedException failed, DateTimeOffset now) =>
        failed.GetRawResponse()?.Headers.TryGetValue(HeaderNames.RetryAfter, out var value) == true ? RetryAfterHeader.Read(value, now) : null;
}
