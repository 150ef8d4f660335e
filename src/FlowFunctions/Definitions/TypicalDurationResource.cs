using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FlowFunctions.Core.Runs;
using FlowFunctions.Http;

namespace FlowFunctions.Definitions;

/// <summary>How long it takes, by how long it took.</summary>
/// <param name="Runs">How many of the newest successful runs it is told from.</param>
/// <param name="Median">Half of them took no longer.</param>
/// <param name="P90">Nine of ten took no longer.</param>
internal sealed record TypicalDurationResource(
    [property: Range(1.0, 100.0)] int Runs,
    [property: LooksLike(TextShape.Duration), JsonConverter(typeof(DurationConverter))] TimeSpan Median,
    [property: LooksLike(TextShape.Duration), JsonConverter(typeof(DurationConverter))] TimeSpan P90)
{
    public static TypicalDurationResource? Of(TypicalDuration? typical) => typical is null ? null : new(typical.Runs, typical.Median, typical.P90);
}
