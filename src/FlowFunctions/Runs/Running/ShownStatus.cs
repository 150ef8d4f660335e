using System.Text.Json.Serialization;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Runs;

/// <summary>
/// A <see cref="LiveStatus"/> to be. A run shows where it stands with each of its events, which are all replayed in each turn; what it showed last in a turn is all that is written, and only then
/// put into words.
/// </summary>
/// <param name="runStart">UTC.</param>
/// <param name="triesOf">See <see cref="TriesOfSteps.Of"/>.</param>
internal sealed class ShownStatus(DateTime runStart, Func<StepProgress, IReadOnlyList<TrySpan>?> triesOf)
{
    /// <summary>As they stood when they were shown.</summary>
    [JsonIgnore]
    public IReadOnlyList<StepProgress> Steps { get; set; } = [];

    [JsonPropertyName("s")]
    public IReadOnlyList<LiveStep> Written => LiveStatus.Of(Steps, runStart, triesOf).Steps;
}
