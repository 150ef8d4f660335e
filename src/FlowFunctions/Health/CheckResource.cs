using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FlowFunctions.Http;

namespace FlowFunctions.Health;

/// <summary>Something that the service needs.</summary>
/// <param name="Name">What: `tables`, `queues`, `blobs`, `taskHub`.</param>
/// <param name="Status">Whether it answers.</param>
/// <param name="DurationMs">How long the check took, in milliseconds.</param>
/// <param name="Message">What is wrong. Where it fails.</param>
/// <param name="Since">When the process that answers first saw it fail. Where it fails.</param>
[SchemaName("HealthCheck")]
internal sealed record CheckResource(
    [property: MinLength(1)] string Name,
    [property: AllowedValues(CheckResource.Passing, CheckResource.Failing)] string Status,
    [property: Range(0.0, double.PositiveInfinity)] long DurationMs,
    [property: MinLength(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Since)
{
    public const string Passing = "passing";
    public const string Failing = "failing";

    public static CheckResource Of(CheckReading check) =>
        new(check.Name, check.Problem is null ? Passing : Failing, (long)check.Duration.TotalMilliseconds, check.Problem, check.Since);
}
