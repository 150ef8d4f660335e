using System.Xml;
using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Flows;

/// <summary>Reads a step's <c>retry</c>.</summary>
internal static class StepRetryReader
{
    private static readonly FieldNames Fields = new("count", "backoff", "coefficient", "maxBackoff");

    public static StepRetry? Read(DocumentValue value)
    {
        if (value.AsObject(Fields) is not { } retry)
        {
            return null;
        }

        var count = retry.Required("count")?.AsInteger(StepRetry.MinimumCount, StepRetry.MaximumCount);
        var input = new StepRetry { Count = (int)(count ?? StepRetry.MinimumCount) };
        var maxBackoff = retry.Optional("maxBackoff");
        input = input with
        {
            Backoff = retry.Optional("backoff")?.AsDuration(StepRetry.MinimumBackoff, StepRetry.MaximumBackoff) ?? input.Backoff,
            Coefficient = retry.Optional("coefficient")?.AsNumber(StepRetry.MinimumCoefficient, StepRetry.MaximumCoefficient) ?? input.Coefficient,
            MaxBackoff = maxBackoff?.AsDuration(StepRetry.MinimumBackoff, StepRetry.MaximumBackoff) ?? input.MaxBackoff,
        };
        if (input.MaxBackoff < input.Backoff)
        {
            maxBackoff?.Refuse($"Must not be shorter than backoff, which is {XmlConvert.ToString(input.Backoff)}.");
        }

        return count is null ? null : input;
    }
}
