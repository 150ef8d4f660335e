using FlowFunctions.Chaos.Flows;

namespace FlowFunctions.Chaos.Judging;

/// <summary>Says what is wrong about the history of an integration that is a step of a flow: one run of its own for each of the flow's that started the step, with the end that the step had.</summary>
/// <param name="name">Of the integration.</param>
/// <param name="entries">All of the history.</param>
/// <param name="latest">The integration's latestRun; null where it has none.</param>
internal sealed class IntegrationOracle(string name, IReadOnlyList<RunSeen> entries, RunSeen? latest)
{
    private const int StepFailed = 1001;

    /// <summary>In seconds. A run that is put on record twice has its steps' times from its flow's history then, which has them in whole milliseconds after the run's start.</summary>
    private const double Rounding = 0.0015;

    /// <param name="step">Its number.</param>
    /// <param name="runs">The flow's runs.</param>
    public IEnumerable<Finding> Judge(int step, IEnumerable<RunSeen> runs)
    {
        if (entries.Select(entry => entry.Id).Distinct(StringComparer.Ordinal).Count() != entries.Count)
        {
            yield return new(FindingKind.Doubled, $"{name}: its history has runs twice.");
        }

        var own = runs.Where(run => run.Steps.ElementAtOrDefault(step)?.StartedAt is not null).OrderBy(run => run.Steps[step].StartedAt).ToList();
        if (entries.Count != own.Count)
        {
            yield return new(entries.Count < own.Count ? FindingKind.Lost : FindingKind.Doubled, $"{name}: its history has {entries.Count} runs, and {own.Count} runs of the flow have started it.");
        }
        else
        {
            foreach (var (run, entry) in own.Zip(entries.OrderBy(entry => entry.StartedAt)).Where(pair => !IsToldOf(pair.First, pair.First.Steps[step], pair.Second)))
            {
                var end = run.Steps[step];
                yield return new(
                    FindingKind.Wrong,
                    $"{name}: its history says '{entry.Message}' ({entry.ErrorCode}) from {entry.StartedAt:0.000} s to {entry.EndedAt:0.000} s, "
                    + $"and run {run.Id} of the flow says {end.Status}, '{end.Message}' ({end.ErrorCode}) from {end.StartedAt:0.000} s to {end.EndedAt:0.000} s.");
            }
        }

        if (entries.MaxBy(entry => entry.StartedAt) is { } newest && latest?.TellsAs(newest) != true)
        {
            yield return new(
                FindingKind.Wrong, $"{name}: its latestRun says '{latest?.Message}' of {latest?.StartedAt:0.0} s, and its newest run '{newest.Message}' from {newest.StartedAt:0.0} s to {newest.EndedAt:0.0} s.");
        }
    }

    /// <summary>A step that has no message has its run's, or a word of the contract; and one that a run took with it has the run's end.</summary>
    private static bool IsToldOf(RunSeen run, StepSeen step, RunSeen entry)
    {
        var (success, message, code) = step.Status switch
        {
            StepStatuses.Success => (true, step.Message ?? "Success", null),
            StepStatuses.PartialSuccess => (true, step.Message ?? "Completed with partial success", step.ErrorCode),
            StepStatuses.Failure => (false, step.Message ?? "Failed", step.ErrorCode ?? StepFailed),
            _ => (run.Success, step.Message ?? run.Message, run.ErrorCode),
        };
        return Math.Abs(entry.StartedAt - step.StartedAt!.Value) < Rounding
            && entry.EndedAt is { } ended && Math.Abs(ended - (step.EndedAt ?? run.EndedAt!.Value)) < Rounding
            && (entry.Success, entry.Message, entry.ErrorCode, entry.IsScheduled) == (success, message, code, run.IsScheduled);
    }
}
