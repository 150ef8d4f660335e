namespace FlowFunctions.Core.Runs;

public enum StepOutcomeKind
{
    Success,
    PartialSuccess,
    Failure,
}
