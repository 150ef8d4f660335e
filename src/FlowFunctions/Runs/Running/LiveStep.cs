using System.Text.Json.Serialization;
using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>A step in a <see cref="LiveStatus"/>. Keys are short and defaults left out; a pending step is two characters.</summary>
public sealed record LiveStep
{
    [JsonPropertyName("s")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public StepStatus Status { get; init; }

    /// <summary>From the run's start to the step's, in milliseconds.</summary>
    [JsonPropertyName("b")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long? Begin { get; init; }

    /// <summary>From the run's start to the step's end, in milliseconds.</summary>
    [JsonPropertyName("e")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long? End { get; init; }

    [JsonPropertyName("r")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Retries { get; init; }

    /// <summary>From the run's start to the retry that the step waits for, in milliseconds.</summary>
    [JsonPropertyName("w")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long? RetryAt { get; init; }

    [JsonPropertyName("n")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Attempts { get; init; }

    [JsonPropertyName("m")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Message { get; init; }

    [JsonPropertyName("c")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? ErrorCode { get; init; }

    /// <summary>Oldest first; null where there is no more to say than the step's begin and end do, and where there is no room.</summary>
    [JsonPropertyName("t")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LiveTry>? Tries { get; init; }

    public static LiveStep Of(StepProgress step, DateTime runStart, int messageLength, IReadOnlyList<TrySpan>? tries) => new()
    {
        Status = step.Status,
        Begin = Milliseconds(step.StartDate - runStart),
        End = Milliseconds(step.EndDate - runStart),
        Retries = step.Retries,
        RetryAt = step.Status == StepStatus.Running ? Milliseconds(step.RetryAt - runStart) : null,
        Attempts = step.Attempts,
        Message = step.Message is { } message && messageLength > 0 ? TargetText.Bound(message, messageLength) : null,
        ErrorCode = step.ErrorCode,
        Tries = tries is null ? null : [.. tries.Select(one => LiveTry.Of(one, runStart))],
    };

    public StepRecord ApplyTo(StepRecord step, DateTime runStart) => step with
    {
        Status = Status,
        StartDate = Begin is { } begin ? runStart.AddMilliseconds(begin) : null,
        EndDate = End is { } end ? runStart.AddMilliseconds(end) : null,
        Retries = Retries,
        RetryAt = RetryAt is { } retry ? runStart.AddMilliseconds(retry) : null,
        Attempts = Attempts,
        Message = Message,
        ErrorCode = ErrorCode,
        Progress = Status == StepStatus.Success ? 1 : null,
        Tries = Tries is null ? null : [.. Tries.Select(one => one.ToSpan(runStart))],
    };

    private static long? Milliseconds(TimeSpan? span) => span is { } known ? (long)known.TotalMilliseconds : null;
}
