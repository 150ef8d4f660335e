using System.ComponentModel.DataAnnotations;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>What went wrong in a run.</summary>
/// <param name="TaskId">Of the task in the target; the run's id where the target has none.</param>
/// <param name="ErrorMessages">By the action, or the integration, that it went wrong in.</param>
internal sealed record RunErrorResource(
    string TaskId,
    [property: MinLength(1)] IReadOnlyList<RunErrorResource.ActionError> ErrorMessages)
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
                .Select(step => new ActionError([.. TextsOf(run, step).Select(RunErrorText.Of)], step.Referrer, step.Name, dumped.Contains(step.Referrer))),
        ];
        if (errors.Length == 0 && !result.Success)
        {
            // What ended the run was none of its steps.
            errors = [new([RunErrorText.Of(result.Message)], run.OwnerId, run.Name, FailureDumpGenerated: false)];
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

    /// <summary>What went wrong in an action.</summary>
    /// <param name="ErrorMessage">The message, and the details behind it.</param>
    /// <param name="ActionId">Of the action; the integration's id where the target has none.</param>
    /// <param name="ActionName">Its name when it ran.</param>
    /// <param name="FailureDumpGenerated">Whether the refused rows can be downloaded.</param>
    internal sealed record ActionError(
        [property: MinLength(1)] IReadOnlyList<RunErrorText> ErrorMessage,
        [property: MinLength(1)] string ActionId,
        [property: MinLength(1)] string ActionName,
        bool FailureDumpGenerated)
    {
        public static ActionError Of(ActionFaults action) => new([.. action.Texts.Select(RunErrorText.Of)], action.ActionId, action.ActionName, action.HasDump);
    }

    /// <summary>A message of a target.</summary>
    /// <param name="LocalMessageText">For people.</param>
    /// <param name="Occurrences">How often it came.</param>
    /// <param name="Type">Of the message, in the target's words.</param>
    /// <param name="Values">Further details.</param>
    internal sealed record RunErrorText(
        string LocalMessageText,
        [property: Range(0.0, double.PositiveInfinity)] long Occurrences,
        [property: MinLength(1)] string Type,
        IReadOnlyList<string> Values)
    {
        /// <summary>Of what has no type of its own: the message of a step, a detail that an endpoint gave.</summary>
        private const string StepType = "step";

        public static RunErrorText Of(string text) => new(text, 1, StepType, []);

        public static RunErrorText Of(FaultText fault) => new(fault.Text, fault.Occurrences, fault.Type ?? StepType, fault.Values);
    }
}
