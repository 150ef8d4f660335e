using System.Text.Json;
using FlowFunctions.Core.Runs;
using FlowFunctions.Outgoing;
using FlowFunctions.Steps;

namespace FlowFunctions.Targets.Endpoint;

/// <summary>Reads what an endpoint says in its answers' bodies.</summary>
internal static class EndpointWords
{
    private const int MaximumQuoteLength = 500;

    /// <summary>What services that run tasks of their own call the state of one (Azure's asynchronous operations, Durable Functions' status queries).</summary>
    private static readonly string[] StateNames = ["status", "runtimeStatus"];

    private static readonly string[] FailedStates = ["Failed", "Canceled", "Cancelled", "Terminated"];

    private static readonly string[] RunningStates = ["Running", "Pending"];

    /// <summary>
    /// How the step ended, from the body of a 2xx answer; null where it says that it has not. An endpoint that says nothing about an outcome, in no body, in another
    /// format or in JSON of its own, has done its work. One that starts to speak of an outcome must do so well, and one that passes on another service's failure has failed: anything else could
    /// turn a failure into a success.
    /// </summary>
    public static TargetReply.Ended? ReadOutcome(string body, bool saysJson)
    {
        using var document = AnswerJson.TryParse(body);
        if (document is null)
        {
            // What is in it may be a failure.
            return AnswerJson.IsJson(body) ? Malformed($"its JSON is nested deeper than {AnswerJson.MaximumDepth} levels")
                : saysJson && !string.IsNullOrWhiteSpace(body) ? Malformed("its JSON cannot be read") : new(StepOutcomeKind.Success);
        }

        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new(StepOutcomeKind.Success);
        }

        return root.TryGetProperty("outcome", out var outcome) ? ReadOutcome(root, outcome)
            : ReadState(root, FailedStates) is { } state ? Reported(root, state)
            : ReadError(root) is { } error ? Reported(root, error)
            : ReadState(root, RunningStates) is null ? new(StepOutcomeKind.Success, ReadMessage(root))
            : null;
    }

    private static TargetReply.Ended ReadOutcome(JsonElement root, JsonElement outcome)
    {
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

            // A code of the service's own would make a cancelled or a skipped step of it, or one without an integration.
            code = RunErrorCodes.IsOwn(number) ? null : number;
        }

        return new(kind.Value, ReadMessage(root), kind == StepOutcomeKind.Success ? null : code, ReadDetails(root));
    }

    /// <summary>The body's <c>message</c>; null where it has none.</summary>
    public static string? ReadMessage(string body)
    {
        using var document = AnswerJson.TryParse(body);
        return document?.RootElement.ValueKind == JsonValueKind.Object ? ReadMessage(document.RootElement) : null;
    }

    /// <summary>What is said about a task that goes on: <c>progress</c> from 0 to 1 and <c>message</c>. What cannot be understood is left out: it decides nothing.</summary>
    public static (double? Progress, string? Message) ReadProgress(string body)
    {
        using var document = AnswerJson.TryParse(body);
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

    /// <summary>Another service's state, as a quotation, where it is one of these; letters' case does not matter.</summary>
    private static string? ReadState(JsonElement root, string[] states) => StateNames
        .Where(name => root.TryGetProperty(name, out var given) && given.ValueKind == JsonValueKind.String && states.Contains(given.GetString(), StringComparer.OrdinalIgnoreCase))
        .Select(name => $"{name} '{root.GetProperty(name).GetString()}'")
        .FirstOrDefault();

    private static string? ReadError(JsonElement root) => root.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null ? "an error" : null;

    /// <summary>Quotes what the other service says about its failure: a message, its error, or what it put out.</summary>
    private static TargetReply.Ended Reported(JsonElement root, string what)
    {
        var why = ReadMessage(root);
        foreach (var name in (string[])["error", "output"])
        {
            why ??= root.TryGetProperty(name, out var said) ? Quote(said) : null;
        }

        return TargetReply.Ended.Failed(RunErrorCodes.RejectedByTarget, $"The endpoint reports {what}{(why is null ? "." : $": {TargetText.Bound(why, MaximumQuoteLength)}")}");
    }

    private static string? Quote(JsonElement said) => said.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object when ReadMessage(said) is { } message => message,
        _ => Text(said) is { Length: > 0 } text ? text : null,
    };

    private static TargetReply.Ended Malformed(string why) =>
        TargetReply.Ended.Failed(RunErrorCodes.RejectedByTarget, $"The endpoint's answer is malformed: {why}.") with { IsUnknown = true };

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
    }

    private static string Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString() ?? string.Empty : element.GetRawText();
}
