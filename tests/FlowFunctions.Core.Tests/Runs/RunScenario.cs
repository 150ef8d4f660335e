using CsCheck;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Tests.Runs;

/// <summary>A random flow, a request to run it, and all that will happen to the run.</summary>
internal sealed record RunScenario(
    FlowSnapshot Flow,
    RunSelection Selection,
    int MaxParallelSteps,
    IReadOnlyDictionary<string, StepOutcome> Outcomes,
    int Chance,
    (RunEnd How, int AfterOutcomes)? End)
{
    public static readonly Gen<RunScenario> Any =
        from size in Gen.Frequency((3, Gen.Int[2, 8]), (1, Gen.Int[9, 100]))
        from steps in Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000], Gen.Double.Unit, AnyStrategy, AnyStrategy).Array[size]
        from width in Gen.Int[0, 4]
        from skips in OneOf.Values(0, 0.2, 0.8)
        from outcomes in AnyOutcome.Array[size]
        from mostlySucceeds in Gen.Bool
        from listed in Gen.Bool.Array[size]
        from isListed in Gen.Int[0, 3].Select(dice => dice == 0)
        from done in Gen.Int[0, 3].Array[size]
        from isResumed in Gen.Int[0, 3].Select(dice => dice == 0)
        from limit in Gen.Int[1, 20]
        from chance in Gen.Int
        from end in Gen.Select(Gen.Enum<RunEnd>(), Gen.Int[0, size])
        from isEnded in Gen.Int[0, 3].Select(dice => dice == 0)
        select Of(
            [.. steps.Select(step => (step.Item1, step.Item2, step.Item3 < skips, step.Item4, step.Item5))],
            width,
            outcomes,
            mostlySucceeds,
            isListed ? listed : null,
            isResumed ? [.. done.Select(dice => dice == 0)] : null,
            limit,
            chance,
            isEnded ? end : null);

    private static Gen<ExceptionStrategy> AnyStrategy => Gen.Frequency((1, Gen.Const(ExceptionStrategy.Stop)), (3, Gen.Const(ExceptionStrategy.Continue)));

    private static Gen<StepOutcome> AnyOutcome =>
        from kind in Gen.Enum<StepOutcomeKind>()
        from message in OneOf.Values(null, "", "said so")
        from code in Gen.Int[0, 3]
        from attempts in Gen.Int[1, 5]
        select new StepOutcome(kind, message, code == 0 ? null : 2000 + code, attempts);

    private static RunScenario Of(
        (int Rank, int Edges, bool IsSkipped, ExceptionStrategy OnFailure, ExceptionStrategy OnPartialSuccess)[] steps,
        int width,
        StepOutcome[] outcomes,
        bool mostlySucceeds,
        bool[]? listed,
        bool[]? done,
        int limit,
        int chance,
        (RunEnd, int)? end)
    {
        // A step depends only on steps of a lower rank, so there is no cycle; ranks are not in flow order.
        var ranked = Enumerable.Range(0, steps.Length).OrderBy(step => steps[step].Rank).ToList();
        var flow = steps.Select((step, i) =>
        {
            var random = new Random(step.Edges);
            var below = ranked.IndexOf(i);
            return new StepSnapshot
            {
                Referrer = $"s{i}",
                Name = $"Step {i}",
                DependsOn = below == 0 ? [] : [.. Enumerable.Range(0, random.Next(width + 1)).Select(_ => $"s{ranked[random.Next(below)]}").Distinct()],
                IsSkipped = step.IsSkipped,
                OnFailure = step.OnFailure,
                OnPartialSuccess = step.OnPartialSuccess,
            };
        }).ToList();

        return new(
            new FlowSnapshot { FlowId = Ids.Of(1), Name = "Any", Steps = flow },
            new RunSelection { StepsToRun = Chosen(listed), AlreadyDone = Chosen(done) ?? [] },
            limit,
            Enumerable.Range(0, steps.Length).ToDictionary(i => $"s{i}", i => mostlySucceeds && i % 7 != 0 ? new StepOutcome(StepOutcomeKind.Success) : outcomes[i]),
            chance,
            end);

        static string[]? Chosen(bool[]? chosen) =>
            chosen is null ? null : [.. Enumerable.Range(0, chosen.Length).Where(i => chosen[i]).Select(i => $"s{i}")];
    }
}
