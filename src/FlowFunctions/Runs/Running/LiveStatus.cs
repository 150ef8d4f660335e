using System.Text.Json;
using System.Text.Json.Serialization;
using FlowFunctions.Core.Runs;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Runs;

/// <summary>
/// Where the steps of a run stand, as the orchestration's custom status: small, because a custom status holds 16 KB of UTF-16 text. What does not
/// change, such as names, is in the run's record; messages are shortened where they do not fit, here only.
/// </summary>
public sealed record LiveStatus
{
    /// <summary>Of the status as JSON, in characters; under the backends' 8,192.</summary>
    public const int MaximumLength = 8000;

    /// <summary>What fits is tried in this order: when tries were under way is worth less than the end of a message, and more than the rest of it.</summary>
    private static readonly (int MessageLength, bool HasTries)[] Shortenings =
        [(400, true), (200, true), (100, true), (400, false), (200, false), (100, false), (50, false), (25, false), (10, false), (0, false)];

    /// <summary>In flow order.</summary>
    [JsonPropertyName("s")]
    public IReadOnlyList<LiveStep> Steps { get; init; } = [];

    /// <summary>The status that an orchestration shows; null where there is none, or it has not shown one yet.</summary>
    /// <param name="instance">Read with its inputs and outputs.</param>
    public static LiveStatus? Read(OrchestrationMetadata? instance) =>
        instance?.SerializedCustomStatus is null ? null : instance.ReadCustomStatusAs<LiveStatus>();

    /// <summary>The status with the longest messages that fit.</summary>
    /// <param name="steps">Of the run.</param>
    /// <param name="runStart">UTC.</param>
    /// <param name="triesOf">See <see cref="TriesOfSteps.Of"/>; null where nothing is known of them.</param>
    public static LiveStatus Of(IReadOnlyList<StepProgress> steps, DateTime runStart, Func<StepProgress, IReadOnlyList<TrySpan>?>? triesOf = null)
    {
        LiveStatus status;
        var attempt = 0;
        do
        {
            var (length, hasTries) = Shortenings[attempt++];
            status = new() { Steps = [.. steps.Select(step => LiveStep.Of(step, runStart, length, hasTries ? triesOf?.Invoke(step) : null))] };
        }
        while (attempt < Shortenings.Length && JsonSerializer.Serialize(status).Length > MaximumLength);

        return status;
    }

    /// <summary>The steps of the run's record with what this status knows of them.</summary>
    public IReadOnlyList<StepRecord> ApplyTo(RunDocument run) =>
        Steps.Count == run.Steps.Count ? [.. run.Steps.Zip(Steps, (step, live) => live.ApplyTo(step, run.StartDate))] : run.Steps;
}
