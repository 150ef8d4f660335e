using CsCheck;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Core.Tests.Flows;

/// <summary>Random valid retries.</summary>
internal static class AnyRetry
{
    public static readonly Gen<StepRetry> Gen =
        from count in CsCheck.Gen.Int[StepRetry.MinimumCount, StepRetry.MaximumCount]
        from waits in CsCheck.Gen.Int[(int)StepRetry.MinimumBackoff.TotalMilliseconds, (int)StepRetry.MaximumBackoff.TotalMilliseconds].Array[2]
        from coefficient in CsCheck.Gen.Double[StepRetry.MinimumCoefficient, StepRetry.MaximumCoefficient]
        select new StepRetry
        {
            Count = count,
            Backoff = TimeSpan.FromMilliseconds(waits.Min()),
            Coefficient = coefficient,
            MaxBackoff = TimeSpan.FromMilliseconds(waits.Max()),
        };
}
