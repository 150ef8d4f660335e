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

    /// <summary>The scripts of the sample flow, by the last part of the address that an integration calls.</summary>
    public static IReadOnlyDictionary<string, StepScript> NightlyLoad { get; } = new Dictionary<string, StepScript>(StringComparer.Ordinal)
    {
        ["load-currencies"] = new() { Message = "31 currencies" },
        ["load-products"] = new() { Duration = TimeSpan.FromSeconds(4), Message = "1,204 products" },
        ["load-sales"] = new() { Duration = TimeSpan.FromSeconds(5), Refusals = 2, Message = "48,310 rows" },
        ["load-forecast"] = new()
        {
            Duration = TimeSpan.FromSeconds(3),
            Outcome = "failure",
            Message = "No file arrived",
            ExecutionErrorCode = 4404,
        },
        ["validate-sales"] = new()
        {
            Duration = TimeSpan.FromSeconds(2),
            Outcome = "partial_success",
            Message = "12 rows rejected",
            Details = new JsonObject { ["rejectedRows"] = 12, ["firstRow"] = 1041, ["column"] = "costCentre" },
        },
        ["aggregate-plan"] = new() { Duration = TimeSpan.FromSeconds(4), Message = "1,204 plan lines" },
        ["archive-plan"] = new() { Duration = TimeSpan.FromSeconds(2), Message = "Archived" },
        ["publish-plan"] = new() { Message = "26 planners told" },
    };
}
