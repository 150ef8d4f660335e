using System.Text.Json.Serialization;

namespace FlowFunctions.Flows;

/// <summary>A step of a plan.</summary>
/// <param name="Referrer">Id of the integration.</param>
/// <param name="Name">Of the integration.</param>
/// <param name="PastDuration">Of the integration's latest run that has ended; null where there is none, which counts as no time.</param>
internal sealed record PlannedStepResource(
    string Referrer,
    string Name,
    [property: JsonConverter(typeof(DurationConverter))] TimeSpan? PastDuration);
