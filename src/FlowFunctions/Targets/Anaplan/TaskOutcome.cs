using FlowFunctions.Core.Runs;
namespace FlowFunctions.Targets.Anaplan;
internal sealed record TaskOutcome(StepOutcomeKind Kind, string? Message, IReadOnlyList<ActionFaults> Actions, IReadOnlyList<string?> Dumps)
{
    public static TaskOutcome Of(ModelAction action, ModelTaskResult result) => new(
        !result.Successful ? StepOutcomeKind.Failure : result.FailureDumpAvailable ? StepOutcomeKind.PartialSuccess : StepOutcomeKind.Success,
        null, [], result.FailureDumpAvailable ? [null] : []);
}
