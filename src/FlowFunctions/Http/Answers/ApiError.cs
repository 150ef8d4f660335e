using System.Globalization;
using FlowFunctions.Core.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.Http;

/// <summary>The contract's error answers, to be thrown.</summary>
internal static class ApiError
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>400. The message is the first problem's, with how many more there are; <c>errors</c> has them all.</summary>
    public static ApiException Invalid(IReadOnlyList<Problem> problems)
    {
        var first = problems[0].Path.Length == 0 ? problems[0].Message : $"{problems[0].Path}: {problems[0].Message}";
        var message = problems.Count == 1 ? first : $"{first} (and {problems.Count - 1} more)";
        return Of(StatusCodes.Status400BadRequest, message, problems);
    }

    public static ApiException Invalid(string path, string message) => Invalid([new(path, message)]);

    /// <exception cref="ApiException">400: there are problems.</exception>
    public static void ThrowIfAny(IReadOnlyList<Problem> problems)
    {
        if (problems.Count > 0)
        {
            throw Invalid(problems);
        }
    }

    /// <summary>What was read.</summary>
    /// <exception cref="ApiException">400: it has problems.</exception>
    public static T OrRefuse<T>(this Parsed<T> parsed)
        where T : class => parsed.Value ?? throw Invalid(parsed.Problems);

    /// <summary>401: no credential, or one that no key matches; which of them is not said.</summary>
    public static ApiException Unauthorized() =>
        Of(StatusCodes.Status401Unauthorized, "Give a valid key as 'Authorization: AnaplanAuthToken <key>', 'Authorization: Bearer <key>' or 'x-functions-key: <key>'.")
            .WithHeader(HeaderNames.WWWAuthenticate, "Bearer realm=\"flows\"");

    public static ApiException Forbidden(string message) => Of(StatusCodes.Status403Forbidden, message);

    public static ApiException NotFound(string message) => Of(StatusCodes.Status404NotFound, message);

    /// <summary>405; <paramref name="allowedMethods"/>, at least one, are named in <c>Allow</c>.</summary>
    public static ApiException MethodNotAllowed(string method, IReadOnlyCollection<string> allowedMethods)
    {
        var allowed = string.Join(", ", allowedMethods);
        return Of(StatusCodes.Status405MethodNotAllowed, $"{method} is not allowed here; use {allowed}.").WithHeader(HeaderNames.Allow, allowed);
    }

    public static ApiException Conflict(string message) => Of(StatusCodes.Status409Conflict, message);

    public static ApiException PreconditionFailed() =>
        Of(StatusCodes.Status412PreconditionFailed, "The document has changed since the version that If-Match names; read it again.");

    public static ApiException TooLarge(string message) => Of(StatusCodes.Status413PayloadTooLarge, message);

    public static ApiException UnsupportedMediaType(string message) => Of(StatusCodes.Status415UnsupportedMediaType, message);

    /// <summary>429; <c>Retry-After</c> is <paramref name="wait"/> in whole seconds, rounded up.</summary>
    public static ApiException TooManyRequests(TimeSpan wait) =>
        Of(StatusCodes.Status429TooManyRequests, "Too many requests. Wait as long as Retry-After says, and send fewer.")
            .WithHeader(HeaderNames.RetryAfter, Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture));

    public static ApiException Unexpected() =>
        Of(StatusCodes.Status500InternalServerError, "Something went wrong on our side. The log has the details under the traceId.");

    public static ApiException Unavailable(string message) =>
        Of(StatusCodes.Status503ServiceUnavailable, message).WithHeader(HeaderNames.RetryAfter, RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture));

    private static ApiException Of(int statusCode, string message, IReadOnlyList<Problem>? problems = null) =>
        new(ApiResult.Error(statusCode, message).With("errors", problems ?? []));
}
