using System.Text.Json;
using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;

namespace FlowFunctions.Targets.Endpoint;

/// <summary>Reads what an endpoint says in its answers' bodies.</summary>
internal static class EndpointWords
{
    /// <summary>
    /// How the step ended, from the body of a 2xx answer. An endpoint that says nothing about an outcome, in no body, in another
    /// format or in JSON of its own, has done its work. One that starts to speak of an outcome must do so well: anything else could
    /// turn a failure into a success.
    /// </summary>
    public static TargetReply.Ended ReadOutcome(ReadOnlyMemory<byte> body, bool saysJson)
    {
        using var document = Parse(body);
        if (document is null)
        {
            return saysJson && !IsBlank(body.Span) ? Malformed("its JSON cannot be read") : new(StepOutcomeKind.Success);
        }

        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new(StepOutcomeKind.Success);
        }

        if (!root.TryGetProperty("outcome", out var outcome))
        {
            return new(StepOutcomeKind.Success, ReadMessage(root));
        }

        StepOutcomeKind? kind = outcome.ValueKind == JsonValueKind.String
            ? outcome.GetString() switch
            {
                "success" => StepOutcomeKind.Success,
                "partial_success" => StepOutcomeKind.PartialSuccess,
                "failure" => StepOutcomeKind.Failure,
                _ => null,
            }
            : null;
        if (kind is null)
        {
            return Malformed("'outcome' must be success, partial_success or failure");
        }

        if (root.TryGetProperty("message", out var message) && message.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
        {
            return Malformed("'message' must be a string");
        }

        int? code = null;
        if (root.TryGetProperty("executionErrorCode", out var given) && given.ValueKind != JsonValueKind.Null)
        {
            if (given.ValueKind != JsonValueKind.Number || !given.TryGetInt32(out var number))
            {
                return Malformed("'executionErrorCode' must be a whole number");
            }

            code = number;
        }

        return new(kind.Value, ReadMessage(root), kind == StepOutcomeKind.Success ? null : code, ReadDetails(root));
    }

    /// <summary>The body's <c>message</c>; null where it has none.</summary>
    public static string? ReadMessage(ReadOnlyMemory<byte> body)
    {
        using var document = Parse(body);
        return document?.RootElement.ValueKind == JsonValueKind.Object ? ReadMessage(document.RootElement) : null;
    }

    /// <summary>What a 202 says about the task: <c>progress</c> from 0 to 1 and <c>message</c>. What cannot be understood is left out: it decides nothing.</summary>
    public static (double? Progress, string? Message) ReadProgress(ReadOnlyMemory<byte> body)
    {
        using var document = Parse(body);
        if (document?.RootElement.ValueKind != JsonValueKind.Object)
        {
            return (null, null);
        }

        double? progress = document.RootElement.TryGetProperty("progress", out var given)
            && given.ValueKind == JsonValueKind.Number && given.TryGetDouble(out var number) && number is >= 0 and <= 1
            ? number
            : null;
        return (progress, ReadMessage(document.RootElement));
    }

    private static TargetReply.Ended Malformed(string why) =>
        TargetReply.Ended.Failed(RunErrorCodes.RejectedByTarget, $"The endpoint's answer is malformed: {why}.");

    private static string? ReadMessage(JsonElement root) =>
        root.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String && message.GetString() is { Length: > 0 } text
            ? TargetText.Bound(text)
            : null;

    /// <summary><c>details</c>: a text, or a list whose texts are taken as they are and whose other values as their JSON.</summary>
    private static IReadOnlyList<string>? ReadDetails(JsonElement root)
    {
        if (!root.TryGetProperty("details", out var details) || details.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return details.ValueKind == JsonValueKind.Array
            ? TargetText.Bound(details.EnumerateArray().Select(Text))
            : TargetText.Bound([Text(details)]);

        static string Text(JsonElement element) =>
            element.ValueKind == JsonValueKind.String ? element.GetString() ?? string.Empty : element.GetRawText();
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return body.IsEmpty ? null : JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (JsonException)
        {
            // An answer that is no JSON is an answer all the same.
            return null;
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> body) => body.IndexOfAnyExcept(" \t\r\n"u8) < 0;
}
