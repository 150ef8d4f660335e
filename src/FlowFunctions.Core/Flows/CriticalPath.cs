namespace FlowFunctions.Core.Flows;

/// <summary>The chain of steps that decides how long a run takes at least.</summary>
/// <param name="Steps">Referrers, first to last; skipped steps are left out.</param>
/// <param name="Duration">The sum of the steps' durations.</param>
public sealed record CriticalPath(IReadOnlyList<string> Steps, TimeSpan Duration);
