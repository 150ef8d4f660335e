using System.Text.Json.Serialization;
using FlowFunctions.Http;

namespace FlowFunctions.Flows;

/// <summary>The chain of steps that decides how long a run takes at least.</summary>
/// <param name="Steps">In the order in which they run.</param>
/// <param name="Duration">How long they take together, by their past durations.</param>
internal sealed record CriticalPathResource(
    IReadOnlyList<PlannedStepResource> Steps,
    [property: LooksLike(TextShape.Duration), JsonConverter(typeof(DurationConverter))] TimeSpan Duration);
