namespace FlowFunctions.Cli.Applying;

/// <param name="IsDry">The plan alone.</param>
/// <param name="Prunes">Delete what is not defined.</param>
/// <param name="IsConfirmed">Do not ask.</param>
/// <param name="KeepsGoing">Go on after a failure with what does not need what failed.</param>
internal sealed record ApplyOptions(bool IsDry, bool Prunes, bool IsConfirmed, bool KeepsGoing);
