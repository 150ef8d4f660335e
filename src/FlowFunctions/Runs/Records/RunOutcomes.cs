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
            : RunOutcome.Of(run.EndDate is not null, run.Result?.Success ?? false, MessageOf(run), run.Result?.ErrorCode));

    /// <summary>
    /// The message of a flow's run is the service's own, and all that an earlier version's entry of the history tells a partial success by. An integration's is its target's: what is said
    /// there decides nothing.
    /// </summary>
    private static string MessageOf(RunDocument run) => run is { Kind: RunKind.Flow, Steps: [], Result.Message: var message } ? message : "";
}
