using System.Globalization;
using System.Text.Json.Nodes;
using FlowFunctions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>Which errors a call can answer, by the rules that hold for all calls.</summary>
internal static class ErrorAnswers
{
    private const string IdempotencyConflict = "The `Idempotency-Key` was used for another request, or its first request is still being answered.";

    /// <summary><c>components/responses</c>: those that say the same at every call.</summary>
    public static JsonObject Components() => new()
    {
        ["Malformed"] = Of("The request is malformed or invalid. `errors` has every problem that was found, with its JSON path or the name of the parameter."),
        ["Unauthorized"] = Of("No key, or one that is not known.", HeaderNames.WWWAuthenticate),
        ["Forbidden"] = Of("The role of the key's owner does not allow this, or who has signed in has no role."),
        ["PreconditionFailed"] = Of("The document has changed since the version that `If-Match` names: read it again."),
        ["TooLarge"] = Of($"The body is over {RequestBody.MaximumLength / (1024 * 1024)} MiB."),
        ["UnsupportedMediaType"] = Of("The body is not `application/json` in UTF-8, or it is compressed."),
        ["TooManyRequests"] = Of("The key has made too many requests; come back after `Retry-After`.", HeaderNames.RetryAfter),
        ["Unexpected"] = Of("A defect of the service. The log has the details under the `traceId`."),
        ["Unavailable"] = Of("Storage does not answer, or the service is starting or stopping; come back after `Retry-After`.", HeaderNames.RetryAfter),
    };

    /// <summary>By status code.</summary>
    /// <param name="operation">The call.</param>
    /// <param name="needsKey">False where anyone may call.</param>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> For(Operation operation, bool needsKey)
    {
        var readsBody = operation.Body is not null || operation.IsIdempotent;

        // Every call takes at least `naming`.
        yield return At(StatusCodes.Status400BadRequest, Ref("Malformed"));

        if (needsKey)
        {
            yield return At(StatusCodes.Status401Unauthorized, Ref("Unauthorized"));
            yield return At(StatusCodes.Status403Forbidden, Ref("Forbidden"));
        }

        if (operation.NotFound is { } notFound)
        {
            yield return At(StatusCodes.Status404NotFound, Of(notFound));
        }

        if (ConflictOf(operation) is { } conflict)
        {
            yield return At(StatusCodes.Status409Conflict, conflict);
        }

        if (operation.IsConditional)
        {
            yield return At(StatusCodes.Status412PreconditionFailed, Ref("PreconditionFailed"));
        }

        if (readsBody)
        {
            yield return At(StatusCodes.Status413PayloadTooLarge, Ref("TooLarge"));
            yield return At(StatusCodes.Status415UnsupportedMediaType, Ref("UnsupportedMediaType"));
        }

        if (needsKey)
        {
            yield return At(StatusCodes.Status429TooManyRequests, Ref("TooManyRequests"));
        }

        yield return At(StatusCodes.Status500InternalServerError, Ref("Unexpected"));
        if (operation.NeedsNoStorage)
        {
            yield break;
        }

        yield return At(
            StatusCodes.Status503ServiceUnavailable,
            operation.UnavailableSchema is { } schema ? Of("It cannot; come back after `Retry-After`.", HeaderNames.RetryAfter, schema) : Ref("Unavailable"));
    }

    private static JsonObject? ConflictOf(Operation operation) => (operation.Conflict, operation.IsIdempotent) switch
    {
        ({ } conflict, true) => Of($"{conflict} Or: {char.ToLowerInvariant(IdempotencyConflict[0])}{IdempotencyConflict[1..]}", HeaderNames.RetryAfter),
        ({ } conflict, false) => Of(conflict),
        (null, true) => Of(IdempotencyConflict, HeaderNames.RetryAfter),
        _ => null,
    };

    private static JsonObject Of(string description, string? header = null, string schema = "Error")
    {
        var answer = new JsonObject { ["description"] = description };
        if (header is not null)
        {
            answer["headers"] = new JsonObject { [header] = CommonHeaders.Ref(header) };
        }

        answer["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = Schema.Ref(schema) } };
        return answer;
    }

    private static KeyValuePair<string, JsonNode?> At(int status, JsonObject answer) => new(status.ToString(CultureInfo.InvariantCulture), answer);

    private static JsonObject Ref(string name) => new() { ["$ref"] = "#/components/responses/" + name };
}
