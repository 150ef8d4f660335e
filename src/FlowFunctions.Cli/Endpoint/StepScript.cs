using System.Text.Json.Nodes;

namespace FlowFunctions.Cli.Endpoint;

/// <summary>What the sample endpoint does when a step is started: how long it works and how it ends.</summary>
internal sealed record StepScript
{
    /// <summary>Zero answers at once; anything longer answers 202 and is polled.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How many calls are answered 503 before the work starts.</summary>
    public int Refusals { get; init; }

    /// <summary>success, partial_success or failure.</summary>
    public string Outcome { get; init; } = "success";

    public required string Message { get; init; }

    /// <summary>The endpoint's own code of a failure; null otherwise.</summary>
    public int? ExecutionErrorCode { get; init; }

    /// <summary>Whatever helps to find the cause; any JSON.</summary>
    public JsonNode? Details { get; init; }

    /// <summary>The steps that the endpoint has, by the last part of their address: those of the sample flow, and some to try the API with.</summary>
    public static IReadOnlyDictionary<string, StepScript> Samples { get; } = new Dictionary<string, StepScript>(StringComparer.Ordinal)
    {
        ["tell-planners"] = new() { Refusals = 2, Message = "26 planners told" },
        ["archive-plan"] = new() { Message = "Archived" },
        ["price-plan"] = new() { Duration = TimeSpan.FromSeconds(4), Message = "1,204 plan lines priced" },
        ["check-plan"] = new()
        {
            Duration = TimeSpan.FromSeconds(2),
            Outcome = "partial_success",
            Message = "12 plan lines without a price",
            Details = new JsonObject { ["lines"] = 12, ["firstLine"] = 1041, ["column"] = "price" },
        },
        ["sign-plan"] = new()
        {
            Duration = TimeSpan.FromSeconds(3),
            Outcome = "failure",
            Message = "Nobody has signed",
            ExecutionErrorCode = 4404,
        },
    };
}
