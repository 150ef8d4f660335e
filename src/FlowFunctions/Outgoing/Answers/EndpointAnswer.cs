using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace FlowFunctions.Outgoing;

/// <summary>An endpoint's answer, read whole within its limits.</summary>
internal sealed record EndpointAnswer
{
    /// <summary>Of a body, in bytes.</summary>
    public const int MaximumBodySize = 1024 * 1024;

    /// <summary>Where the answer came from, after redirects.</summary>
    public required Uri Address { get; init; }

    public required HttpStatusCode Status { get; init; }

    /// <summary>As it stands in the answer; null where there is none.</summary>
    public Uri? Location { get; init; }

    /// <summary>When the endpoint asks to be called again, as <see cref="RetryAfterHeader"/> reads it; null where it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the answer says that its body is JSON.</summary>
    public bool SaysJson { get; init; }

    public AnswerBody Body { get; init; } = new AnswerBody.Whole("");

    /// <summary>The body where it could be read whole; null otherwise.</summary>
    public string? Text => (Body as AnswerBody.Whole)?.Text;

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public bool IsRedirect => Redirects.Is(Status);

    /// <summary>408, 429 and 5xx: the request was fine, and may succeed later (RFC 9110, 15.5.9 and 15.6; RFC 6585, 4).</summary>
    public bool IsTransient => (int)Status >= 500 || Status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;

    /// <summary>The status as a person reads it: <c>503 Service Unavailable</c>.</summary>
    public string StatusText => $"{(int)Status} {ReasonPhrases.GetReasonPhrase((int)Status)}".TrimEnd();

    /// <summary>What was answered, as the end of a sentence: the status, and where a redirect points, which is not followed.</summary>
    /// <param name="withPath">Whether the path may be read by people; where it may hold a key, the host alone is named.</param>
    public string Describe(bool withPath) =>
        IsRedirect ? $"{StatusText}, which is not followed; it points {EndpointAddress.Describe(Address, Location, withPath)}" : StatusText;
}
