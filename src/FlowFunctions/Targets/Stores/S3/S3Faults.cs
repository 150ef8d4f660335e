using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using FlowFunctions.Outgoing;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.Targets.Stores.S3;

/// <summary>What the client library throws, in the words of <see cref="StoreException"/>.</summary>
internal static class S3Faults
{
    public const string NoSuchBucket = "NoSuchBucket";
    public const string NoSuchUpload = "NoSuchUpload";

    private const string AuthorizationHeaderMalformed = "AuthorizationHeaderMalformed";
    private const string IllegalLocation = "IllegalLocationConstraintException";
    private const string ExpiredToken = "ExpiredToken";
    private const string QuotaExceeded = "QuotaExceeded";

    /// <summary>Null for what is no fault of the store: a defect, or what <paramref name="cancellationToken"/> caused.</summary>
    /// <param name="exception">The library's.</param>
    /// <param name="place">Where it happened.</param>
    /// <param name="name">Of the file that it is about.</param>
    /// <param name="now">From when on a wait counts that the store asks for.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public static StoreException? Translate(Exception exception, StorePlace place, string name, DateTimeOffset now, CancellationToken cancellationToken) => exception switch
    {
        WrongRangeException wrong => wrong.Translate(place, name),
        BucketElsewhereException elsewhere => Elsewhere(place, elsewhere.Answer, elsewhere.Region, exception),
        AmazonS3Exception failed when (int)failed.StatusCode > 0 => Translate(failed, place, name, now),
        AmazonServiceException or HttpRequestException or IOException or TimeoutException => place.Unavailable("the connection to it failed", exception),

        // Numbers and dates that are none: it is no answer of the service's that has them.
        FormatException or OverflowException => place.Unavailable("its answer cannot be read", exception),
        OperationCanceledException => cancellationToken.IsCancellationRequested ? null : place.Unavailable("it did not answer in time", exception),
        _ => null,
    };

    private static StoreException Translate(AmazonS3Exception failed, StorePlace place, string name, DateTimeOffset now)
    {
        // An answer to HEAD has no body, and the library then gives the status' own name as the code.
        var said = $"{(int)failed.StatusCode} {StorePlace.CodeOf(failed.ErrorCode)}".TrimEnd();
        return failed.StatusCode switch
        {
            // What came this far, neither the guard nor the library could follow.
            _ when Redirects.Is(failed.StatusCode) || failed.ErrorCode == IllegalLocation => Elsewhere(place, said, region: null, failed),
            HttpStatusCode.BadRequest when failed.ErrorCode == AuthorizationHeaderMalformed =>
                place.Refused($"Amazon S3 answers {said}; the access key is no such key", failed),

            // Amazon's own buckets have no limit; those of others with its protocol do.
            HttpStatusCode.InsufficientStorage => place.Full(name, $"Amazon S3 answers {said}", failed),
            HttpStatusCode.Forbidden when failed.ErrorCode == QuotaExceeded => place.Full(name, $"Amazon S3 answers {said}", failed),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => place.Refused(
                failed.ErrorCode is "AccessDenied" or "Forbidden"
                    ? $"Amazon S3 answers {said}; the key may lack a permission, or there is no file '{name}', which is told only to keys that may list the bucket"
                    : $"Amazon S3 answers {said}; the access key is wrong or no longer valid",
                failed),
            HttpStatusCode.BadRequest when failed.ErrorCode == ExpiredToken => place.Refused($"Amazon S3 answers {said}", failed),
            HttpStatusCode.NotFound when failed.ErrorCode == NoSuchBucket => place.MissingItself(failed),
            HttpStatusCode.NotFound => place.Missing(name, failed),

            // Reads carry If-Match; what else is conditional tells its own refusals apart.
            HttpStatusCode.PreconditionFailed => place.Changed(name, failed),

            // 409: another conditional write is under way (ConditionalRequestConflict), whose end decides.
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict or >= HttpStatusCode.InternalServerError =>
                place.Unavailable($"Amazon S3 answers {said}", failed, RetryAfter(failed, now)),
            _ => place.Failed(name, $"Amazon S3 answers {said}", failed),
        };
    }

    /// <summary>The library keeps the answer's headers in what its own exception was made of.</summary>
    private static TimeSpan? RetryAfter(AmazonS3Exception failed, DateTimeOffset now) =>
        failed.InnerException is HttpErrorResponseException { Response: { } answer } && answer.GetHeaderValue(HeaderNames.RetryAfter) is { Length: > 0 } value
            ? RetryAfterHeader.Read(value, now)
            : null;

    /// <summary>A signature names the region that it is for: one for another region is refused, and what it opens may well be in order.</summary>
    private static StoreException Elsewhere(StorePlace place, string said, string? region, Exception cause) => place.Elsewhere(
        region is null
            ? $"Amazon S3 answers {said} and does not say which; set {AmazonS3Options.Section}:Region to the bucket's"
            : $"Amazon S3 answers {said} and names {region}; set {AmazonS3Options.Section}:Region to it",
        cause);
}
