using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>
/// Where a run and its steps stand in their trace. All of it follows from the run's record, so that every process that works on the run, before a crash and after it,
/// names the same spans; pure, so that orchestrators may ask.
/// </summary>
internal static class RunTrace
{
    private const string Sampled = "01";

    /// <summary>
    /// The span that the run's span is under: the request that asked for it. Without a span id where the run begins its trace, as scheduled ones do; such runs are
    /// always sampled.
    /// </summary>
    public static ActivityContext ParentOf(RunDocument run) =>
        ActivityContext.TryParse(run.TraceParent, traceState: null, isRemote: true, out var parent)
            ? parent
            : new(TraceIdOf(run), default, ActivityTraceFlags.Recorded, isRemote: true);

    /// <summary>The run's own span, as W3C <c>traceparent</c>: what its steps are under.</summary>
    public static string TraceParentOf(RunDocument run)
    {
        var parent = ParentOf(run);
        var flags = parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? Sampled : "00";
        return $"00-{parent.TraceId.ToHexString()}-{SpanIdOf(run).ToHexString()}-{flags}";
    }

    public static ActivitySpanId SpanIdOf(RunDocument run) => Derive(run.Id);

    public static ActivitySpanId SpanIdOf(string runId, string referrer) => Derive($"{runId}/{referrer}");

    /// <summary>The run's span, which is the parent of the step's; default where the run started before it had one.</summary>
    public static ActivityContext ParentOf(StepCall call) =>
        ActivityContext.TryParse(call.TraceParent, traceState: null, isRemote: true, out var parent) ? parent : default;

    /// <summary>Whether the text is a trace id of W3C Trace Context: 32 lowercase hex digits, not all zero.</summary>
    public static bool IsTraceId(string text) => ActivityContext.TryParse($"00-{text}-{1:x16}-{Sampled}", traceState: null, out _);

    /// <summary>Runs of before the first trace have ids of other forms; their own id, 32 hex digits, stands for a trace id then.</summary>
    private static ActivityTraceId TraceIdOf(RunDocument run) =>
        ActivityTraceId.CreateFromString(IsTraceId(run.TraceId) ? run.TraceId : run.Id);

    private static ActivitySpanId Derive(string name)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), digest);
        return ActivitySpanId.CreateFromBytes(digest[..8]);
    }
}
