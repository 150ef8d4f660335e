using System.Text.Json.Serialization;

namespace FlowFunctions.Health;

/// <summary>A check in the answer to a probe.</summary>
internal sealed record CheckResource(
    string Name,
    string Status,
    long DurationMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Since)
{
    public const string Passing = "passing";
    public const string Failing = "failing";

    public static CheckResource Of(CheckReading check) =>
        new(check.Name, check.Problem is null ? Passing : Failing, (long)check.Duration.TotalMilliseconds, check.Problem, check.Since);
}
