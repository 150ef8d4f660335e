using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;

namespace FlowFunctions.Runs;

/// <summary>How a run ended, in one word: for answers, for the log, whose alerts wait for it, and for metrics and traces.</summary>
internal static class RunOutcomes
{
    /// <returns>One of <see cref="RunOutcome"/>.</returns>
    public static string Of(RunDocument run) =>
        run.Outcome
        ?? (run.Result is { Success: true } && run.Steps.Any(step => step.Status == StepStatus.PartialSuccess)
            ? RunOutcome.PartialSuccess
            : RunOutcome.Of(run.EndDate is not null, run.Result?.Success ?? false, run.Result?.Message ?? "", run.Result?.ErrorCode));
}
