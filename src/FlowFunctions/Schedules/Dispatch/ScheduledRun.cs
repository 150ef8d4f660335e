using FlowFunctions.Definitions;
using FlowFunctions.Runs;

namespace FlowFunctions.Schedules;

/// <summary>
/// An occurrence of a schedule that is to be run: a message on the queue <c>run-requests</c>. It may arrive more than once; the run's id makes
/// the repetition harmless.
/// </summary>
/// <param name="RunId">The same for the same occurrence of the same schedule.</param>
/// <param name="OwnerId">Id of the flow or integration.</param>
/// <param name="OwnerKind">Which of the two.</param>
/// <param name="Occurrence">UTC; when the run was due.</param>
/// <param name="User">Whose run it is: who set the schedule.</param>
public sealed record ScheduledRun(string RunId, string OwnerId, RunKind OwnerKind, DateTime Occurrence, string User)
{
    public RunTrigger Trigger => new(User, RunTrigger.Scheduled);
}
