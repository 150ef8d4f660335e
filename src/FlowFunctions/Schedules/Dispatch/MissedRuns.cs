using FlowFunctions.Definitions;

namespace FlowFunctions.Schedules;

/// <summary>Occurrences of a schedule that nobody ran in time.</summary>
/// <param name="RunId">Of the one entry in the run history that tells about them all.</param>
/// <param name="OwnerId">Id of the flow or integration.</param>
/// <param name="OwnerKind">Which of the two.</param>
/// <param name="Count">At least one.</param>
/// <param name="First">UTC; the oldest.</param>
/// <param name="Last">UTC; the newest.</param>
/// <param name="FoundAt">UTC; when they were found.</param>
/// <param name="Window">The catch-up window then.</param>
/// <param name="User">Who set the schedule.</param>
public sealed record MissedRuns(
    string RunId, string OwnerId, RunKind OwnerKind, int Count, DateTime First, DateTime Last, DateTime FoundAt, TimeSpan Window, string User);
