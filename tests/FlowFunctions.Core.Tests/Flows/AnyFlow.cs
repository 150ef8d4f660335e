using CsCheck;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Core.Tests.Flows;

/// <summary>Random valid flows of 2 to 100 steps.</summary>
internal static class AnyFlow
{
    public static readonly Gen<FlowInput> Gen =
        from size in CsCheck.Gen.Frequency((3, CsCheck.Gen.Int[2, 8]), (1, CsCheck.Gen.Int[9, 100]))
        from name in CsCheck.Gen.String[CsCheck.Gen.Char.AlphaNumeric, 1, 200]
        from nuxVisible in CsCheck.Gen.Bool
        from timeout in Duration(FlowInput.MinimumTimeout, FlowInput.MaximumTimeout)
        from limits in CsCheck.Gen.Select(Duration(FlowStepInput.MinimumTimeout, FlowStepInput.MaximumTimeout), AnyRetry.Gen.Null()).Array[size]
        from order in CsCheck.Gen.Shuffle(Enumerable.Range(0, size).ToArray(), size)
        from steps in CsCheck.Gen.Select(
            CsCheck.Gen.Int[0, int.MaxValue - 1].Array[0, 4], CsCheck.Gen.Bool, CsCheck.Gen.Bool, CsCheck.Gen.Enum<ExceptionStrategy>(), CsCheck.Gen.Enum<ExceptionStrategy>()).Array[size]
        select new FlowInput
        {
            Name = name,
            NuxVisible = nuxVisible,
            Timeout = timeout,
            Steps = [.. steps.Select((step, i) => Step(i, order, step) with { Timeout = limits[i].Item1, Retry = limits[i].Item2 })],
        };

    private static Gen<TimeSpan?> Duration(TimeSpan minimum, TimeSpan maximum) =>
        CsCheck.Gen.Int[(int)minimum.TotalMilliseconds, (int)maximum.TotalMilliseconds].Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds)).Nullable();

    private static FlowStepInput Step(int i, int[] order, (int[] Edges, bool HasList, bool IsSkipped, ExceptionStrategy OnFailure, ExceptionStrategy OnPartialSuccess) step)
    {
        // Dependencies lead to steps that stand before this one in an order of their own, so that there is no cycle.
        var below = Array.IndexOf(order, i);
        return new FlowStepInput
        {
            Referrer = Ids.Of(i + 1),
            DependsOn = !step.HasList ? null : below == 0 ? [] : [.. step.Edges.Select(edge => Ids.Of(order[edge % below] + 1)).Distinct()],
            IsSkipped = step.IsSkipped && i > 1,
            OnFailure = step.OnFailure,
            OnPartialSuccess = step.OnPartialSuccess,
        };
    }
}
