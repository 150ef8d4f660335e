using System.Text.Json.Serialization;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Runs;

/// <summary>What became of a step, in its run's entry of the history: a hundred of them are read for each of a hundred runs, so that keys are short and defaults left out.</summary>
internal sealed record HistoryStep
{
    [JsonPropertyName("r")]
    public required string Referrer { get; init; }

    [JsonPropertyName("n")]
    public required string Name { get; init; }

    [JsonPropertyName("s")]
    public StepStatus Status { get; init; }

    /// <summary>From the run's start to the step's, in milliseconds.</summary>
    [JsonPropertyName("b")]
    public long? Begin { get; init; }

    /// <summary>From the run's start to the step's end, in milliseconds.</summary>
    [JsonPropertyName("e")]
    public long? End { get; init; }

    [JsonPropertyName("a")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Attempts { get; init; }

    [JsonPropertyName("c")]
    public int? ErrorCode { get; init; }

    public static HistoryStep Of(StepRecord step, DateTime runStart) => new()
    {
        Referrer = step.Referrer,
        Name = step.Name,
        Status = step.Status,
        Begin = (long?)(step.StartDate - runStart)?.TotalMilliseconds,
        End = (long?)(step.EndDate - runStart)?.TotalMilliseconds,
        Attempts = step.Attempts,
        ErrorCode = step.ErrorCode,
    };

    public StepRecord ToRecord(DateTime runStart) => new()
    {
        Referrer = Referrer,
        Name = Name,
        Status = Status,
        StartDate = Begin is { } begin ? runStart.AddMilliseconds(begin) : null,
        EndDate = End is { } end ? runStart.AddMilliseconds(end) : null,
        Attempts = Attempts,
        ErrorCode = ErrorCode,
    };
}
