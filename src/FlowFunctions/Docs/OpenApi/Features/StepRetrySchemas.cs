using System.Text.Json.Nodes;
using System.Xml;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Docs.OpenApi.Features;

/// <summary>How a step of a flow is tried again, as it is written and as it is read.</summary>
internal static class StepRetrySchemas
{
    private const string Rule =
        "How a step is tried again that ends as a failure; `exceptionBehavior` judges the last try. Each try is an operation of its own for the target. The wait before retry n is `backoff` × `coefficient`ⁿ⁻¹, at most `maxBackoff`.";

    public static IEnumerable<KeyValuePair<string, JsonNode?>> All =>
    [
        new("StepRetryInput", Schema.Object(
            Rule,
            Field.Of("count", Count()),
            Field.Optional("backoff", Backoff(), XmlConvert.ToString(StepRetry.DefaultBackoff)),
            Field.Optional("coefficient", Coefficient(), StepRetry.DefaultCoefficient),
            Field.Optional("maxBackoff", MaxBackoff(), XmlConvert.ToString(StepRetry.MaximumBackoff)))),
        new("StepRetry", Schema.Object(
            Rule,
            Field.Of("count", Count()),
            Field.Of("backoff", Backoff()),
            Field.Of("coefficient", Coefficient()),
            Field.Of("maxBackoff", MaxBackoff()))),
    ];

    private static JsonObject Count() => Schema.Integer("Retries after the first try.", StepRetry.MinimumCount, StepRetry.MaximumCount);

    private static JsonObject Backoff() =>
        Schema.Duration("From the end of the first try to the first retry.", StepRetry.MinimumBackoff, StepRetry.MaximumBackoff).Like("PT30S");

    private static JsonObject Coefficient() =>
        Schema.Number("By how much each wait is longer than the one before.", StepRetry.MinimumCoefficient, StepRetry.MaximumCoefficient);

    private static JsonObject MaxBackoff() =>
        Schema.Duration("No wait is longer; not shorter than `backoff`.", StepRetry.MinimumBackoff, StepRetry.MaximumBackoff).Like("PT10M");
}
