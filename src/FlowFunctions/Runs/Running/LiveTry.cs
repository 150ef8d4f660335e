using System.Text.Json.Serialization;

namespace FlowFunctions.Runs;

/// <summary>A try of a <see cref="LiveStep"/>. All times are from the run's start, in milliseconds.</summary>
public sealed record LiveTry
{
    [JsonPropertyName("b")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Begin { get; init; }

    [JsonPropertyName("t")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long? Turn { get; init; }

    [JsonPropertyName("e")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long? End { get; init; }

    public static LiveTry Of(TrySpan one, DateTime runStart) => new()
    {
        Begin = (long)(one.Start - runStart).TotalMilliseconds,
        Turn = (long?)(one.Turn - runStart)?.TotalMilliseconds,
        End = (long?)(one.End - runStart)?.TotalMilliseconds,
    };

    public TrySpan ToSpan(DateTime runStart) => new(
        runStart.AddMilliseconds(Begin),
        Turn is { } turn ? runStart.AddMilliseconds(turn) : null,
        End is { } end ? runStart.AddMilliseconds(end) : null);
}
