using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FlowFunctions.Http;

namespace FlowFunctions.Flows;

/// <summary>A step of a plan.</summary>
/// <param name="Referrer">Of the integration.</param>
/// <param name="Name">Of the integration.</param>
/// <param name="PastDuration">Of the integration's latest run that has ended; null where there is none, which counts as no time.</param>
internal sealed record PlannedStepResource(
    [property: LooksLike(TextShape.Id)] string Referrer,
    [property: MinLength(1)] string Name,
    [property: LooksLike(TextShape.Duration), JsonConverter(typeof(DurationConverter))] TimeSpan? PastDuration);
