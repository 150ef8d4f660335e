namespace FlowFunctions.Cli.Applying;

/// <param name="IsDry">The plan alone.</param>
/// <param name="Plan">What is compared.</param>
/// <param name="IsConfirmed">Do not ask.</param>
/// <param name="KeepsGoing">Go on after a failure with what does not need what failed.</param>
internal sealed record ApplyOptions(bool IsDry, PlanOptions Plan, bool IsConfirmed, bool KeepsGoing);
