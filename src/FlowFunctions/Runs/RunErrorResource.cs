using FlowFunctions.Core.Runs;

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

        return errors.Length == 0 ? null : new(run.Id, errors);
    }

    private static IEnumerable<string> TextsOf(RunDocument run, RunStep step)
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
    /// <param name="ActionId">The integration.</param>
    /// <param name="ActionName">Its name when it ran.</param>
    /// <param name="FailureDumpGenerated">Whether the rows that the target rejected can be fetched as the dump of the integration's run.</param>
    internal sealed record ActionError(IReadOnlyList<ErrorText> ErrorMessage, string ActionId, string ActionName, bool FailureDumpGenerated);

    internal sealed record ErrorText(string LocalMessageText, int Occurrences, string Type, IReadOnlyList<string> Values)
    {
        private const string EndpointType = "endpoint";

        public static ErrorText Of(string text) => new(text, 1, EndpointType, []);
    }
}
