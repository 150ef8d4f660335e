using System.Net;
using System.Text.Json;
using FlowFunctions.Outgoing;
using FlowFunctions.Steps;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>An answer of the service that was read to its end.</summary>
internal sealed class BigQueryAnswer : IDisposable
{
    private BigQueryAnswer(HttpStatusCode status, JsonDocument? body, HttpResponseMessage response, DateTimeOffset now)
    {
        Status = status;
        Body = body;
        ContentType = response.Content.Headers.ContentType?.MediaType;
        Location = response.Headers.Location;
        Persisted = response.Headers.TryGetValues("Range", out var ranges) ? BytesOf(ranges.First()) : 0;
        RetryAfter = RetryAfterHeader.Read(response.Headers, now);
    }

    public HttpStatusCode Status { get; }

    /// <summary>Null where there is no JSON.</summary>
    public JsonDocument? Body { get; }

    /// <summary>What the answer says that its body is; null where it does not say.</summary>
    private string? ContentType { get; }

    /// <summary>Of the upload that begins; or where a redirect points, which is none of the service's.</summary>
    public Uri? Location { get; }

    /// <summary>How many bytes of an upload the service has, counted from its first.</summary>
    public long Persisted { get; }

    public TimeSpan? RetryAfter { get; }

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The service's code for an error (<c>rateLimitExceeded</c>): https://cloud.google.com/bigquery/docs/error-messages</summary>
    public string? Reason => Error?.TryGetProperty("errors", out var errors) == true && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0
        ? errors[0].TextOf("reason")
        : Error?.TextOf("status");

    /// <summary>What the service says of an error, bounded; or what came in place of that.</summary>
    public string Message => TargetText.Bound(Error?.TextOf("message") ?? $"status {(int)Status} with {(ContentType is null ? "no body" : $"a body of {ContentType}")}", 500).TrimEnd('.');

    /// <summary>"Resume Incomplete": an upload waits for more. The same status with a place to go to is somebody else's redirect.</summary>
    public bool IsIncomplete => Status == HttpStatusCode.PermanentRedirect && Location is null;

    /// <summary>A job by that id was there before.</summary>
    public bool IsDuplicate => Status == HttpStatusCode.Conflict && Reason is "duplicate" or "ALREADY_EXISTS";

    /// <summary>
    /// Whether the same request may do better in a moment. What is neither a success nor an error in the service's own words is none of its answers, but of something before it, a proxy's or
    /// a gateway's page, and decides nothing.
    /// </summary>
    public bool IsTransient =>
        Status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
        || (!IsSuccess && Error is null)
        || (Status == HttpStatusCode.Forbidden && Reason is "rateLimitExceeded" or "jobRateLimitExceeded" or "quotaExceeded" or "backendError");

    private JsonElement? Error =>
        Body?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object ? error : null;

    /// <exception cref="IOException">The answer was cut off.</exception>
    /// <exception cref="JsonException">It says that it is JSON, and is not.</exception>
    public static async Task<BigQueryAnswer> ReadAsync(HttpResponseMessage response, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isJson = response.Content.Headers.ContentType?.MediaType is "application/json";
        return new(response.StatusCode, isJson ? await AnswerJson.ReadAsync(response.Content, cancellationToken) : null, response, now);
    }

    public void Dispose() => Body?.Dispose();

    /// <summary>Of <c>bytes=0-n</c>, n + 1.</summary>
    private static long BytesOf(string range) =>
        range.LastIndexOf('-') is >= 0 and var dash && long.TryParse(range.AsSpan(dash + 1), System.Globalization.CultureInfo.InvariantCulture, out var last) ? last + 1 : 0;
}
