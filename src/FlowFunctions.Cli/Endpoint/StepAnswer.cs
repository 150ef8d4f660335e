using System.Text.Json.Nodes;

namespace FlowFunctions.Cli.Endpoint;

/// <summary>What an endpoint may tell the service in the body of an answer; everything is optional.</summary>
internal sealed record StepAnswer
{
    /// <summary>success, partial_success or failure; in an answer that ends the step.</summary>
    public string? Outcome { get; init; }

    public string? Message { get; init; }

    public int? ExecutionErrorCode { get; init; }

    public JsonNode? Details { get; init; }

    /// <summary>0 to 1; in a 202.</summary>
    public double? Progress { get; init; }
}
