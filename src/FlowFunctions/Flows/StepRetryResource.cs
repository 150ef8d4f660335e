using System.Xml;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Flows;

/// <summary>How a step is tried again, with the defaults that its author left out.</summary>
internal sealed record StepRetryResource(int Count, string Backoff, double Coefficient, string MaxBackoff)
{
    public static StepRetryResource Of(StepRetry retry) =>
        new(retry.Count, XmlConvert.ToString(retry.Backoff), retry.Coefficient, XmlConvert.ToString(retry.MaxBackoff));
}
