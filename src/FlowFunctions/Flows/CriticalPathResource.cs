using System.Text.Json.Serialization;

namespace FlowFunctions.Flows;

/// <summary>The chain of steps that decides how long a run takes at least.</summary>
internal sealed record CriticalPathResource(
    IReadOnlyList<PlannedStepResource> Steps,
    [property: JsonConverter(typeof(DurationConverter))] TimeSpan Duration);
