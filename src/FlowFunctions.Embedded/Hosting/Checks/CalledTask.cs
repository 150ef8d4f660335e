namespace FlowFunctions.Embedded.Hosting.Checks;

/// <summary>A place in compiled code that names an orchestrator or an activity by a constant.</summary>
/// <param name="Name">The constant.</param>
/// <param name="Kind">What the call that follows takes; null where it takes either, or none was found.</param>
/// <param name="Caller">Type and method that hold the constant, for a person.</param>
internal sealed record CalledTask(string Name, CalledTaskKind? Kind, string Caller);
