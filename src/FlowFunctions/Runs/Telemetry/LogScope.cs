using System.Collections;
using FlowFunctions.Definitions;
using FlowFunctions.Steps;
using FlowFunctions.Telemetry;

namespace FlowFunctions.Runs;

/// <summary>Which run and step log lines are of; their attributes, where the log keeps scopes.</summary>
internal sealed class LogScope : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly KeyValuePair<string, object?>[] _attributes;

    private LogScope(params KeyValuePair<string, object?>[] attributes) => _attributes = attributes;

    public int Count => _attributes.Length;

    public KeyValuePair<string, object?> this[int index] => _attributes[index];

    public static LogScope Of(StepCall call) =>
        call.FlowId is null
            ? new(new(FlowAttributes.RunId, call.RunId), new(FlowAttributes.StepReferrer, call.Referrer))
            : new(new(FlowAttributes.RunId, call.RunId), new(FlowAttributes.FlowId, call.FlowId), new(FlowAttributes.StepReferrer, call.Referrer));

    public static LogScope Of(RunDocument run) =>
        new(new(FlowAttributes.RunId, run.Id), new(run.Kind == RunKind.Flow ? FlowAttributes.FlowId : FlowAttributes.StepReferrer, run.OwnerId));

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, object?>>)_attributes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>For logs that write scopes as text.</summary>
    public override string ToString() => string.Join(' ', _attributes.Select(attribute => $"{attribute.Key}={attribute.Value}"));
}
