using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>RunError of the contract: what went wrong in a run, by the integrations that it went wrong in.</summary>
internal sealed record RunErrorResource(string TaskId, IReadOnlyList<RunErrorResource.ActionError> ErrorMessages)
{
    /// <summary>Null where nothing went wrong, or nothing is known of it yet.</summary>
    /// <param name="run">The run.</param>
    /// <param name="dumped">Referrers of the steps whose rejected rows were stored; see <see cref="DumpStore.StepsWithDumpAsync"/>.</param>
    public static RunErrorResource? Of(RunDocument run, IReadOnlySet<string> dumped)
    {
        if (run.Result is not { } result)
        {
            return null;
        }

        if (run.Faults is { Actions: { Count: > 0 } actions })
        {
            return new(run.Faults.TaskId, [.. actions.Select(ActionError.Of)]);
        }

        ActionError[] errors =
        [
            .. run.Steps
                .Where(step => step.Status is StepStatus.PartialSuccess or StepStatus.Failure or StepStatus.Cancelled)
                .Select(step => new ActionError([.. TextsOf(run, step).Select(ErrorText.Of)], step.Referrer, step.Name, dumped.Contains(step.Referrer))),
        ];
        if (errors.Length == 0 && !result.Success)
        {
            // What ended the run was none of its steps.
            errors = [new([ErrorText.Of(result.Message)], run.OwnerId, run.Name, FailureDumpGenerated: false)];
        }

        return errors.Length == 0 ? null : new(run.Faults?.TaskId ?? run.Id, errors);
    }

    private static IEnumerable<string> TextsOf(RunDocument run, StepRecord step)
    {
        yield return step.Message ?? (run.Kind == RunKind.Integration ? run.Result!.Message : step.Status.ToString());
        if (run.Kind == RunKind.Integration)
        {
            foreach (var detail in run.Details ?? [])
            {
                yield return detail;
            }
        }
    }

    /// <param name="ErrorMessage">The message, and the details behind it.</param>
    /// <param name="ActionId">The action of the model, or the integration where its target told of none.</param>
    /// <param name="ActionName">Its name when it ran.</param>
    /// <param name="FailureDumpGenerated">Whether the rows that the target rejected can be fetched as a dump of the integration's run.</param>
    internal sealed record ActionError(IReadOnlyList<ErrorText> ErrorMessage, string ActionId, string ActionName, bool FailureDumpGenerated)
    {
        public static ActionError Of(ActionFaults action) => new([.. action.Texts.Select(ErrorText.Of)], action.ActionId, action.ActionName, action.HasDump);
    }

    internal sealed record ErrorText(string LocalMessageText, long Occurrences, string Type, IReadOnlyList<string> Values)
    {
        /// <summary>Of what has no type of its own: the message of a step, a detail that an endpoint gave.</summary>
        private const string StepType = "step";

        public static ErrorText Of(string text) => new(text, 1, StepType, []);

        public static ErrorText Of(FaultText fault) => new(fault.Text, fault.Occurrences, fault.Type ?? StepType, fault.Values);
    }
}
