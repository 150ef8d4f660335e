using System.Diagnostics;

namespace FlowFunctions.Tests.Telemetry;

internal sealed record RecordedSpan(
    string Source, string Name, string SpanId, string ParentId, DateTime Start, TimeSpan Duration, ActivityStatusCode Status, IReadOnlyDictionary<string, object?> Tags)
{
    public const string NoParent = "0000000000000000";

    public static RecordedSpan Of(Activity span) => new(
        span.Source.Name,
        span.DisplayName,
        span.SpanId.ToHexString(),
        span.ParentSpanId.ToHexString(),
        span.StartTimeUtc,
        span.Duration,
        span.Status,
        span.TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value));
}
