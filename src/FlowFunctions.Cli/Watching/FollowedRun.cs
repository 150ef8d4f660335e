using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Watching;

/// <summary>A run that is watched.</summary>
/// <param name="What">The flow or integration that runs.</param>
/// <param name="RunId">Of the run.</param>
/// <param name="Graph">What each step waits for, as the flow is now; for a run that does not say what it was.</param>
internal sealed record FollowedRun(Found What, string RunId, StepGraph Graph);
