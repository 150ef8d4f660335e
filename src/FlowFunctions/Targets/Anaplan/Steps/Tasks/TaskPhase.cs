using FlowFunctions.Steps;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>
/// Runs an action as a task, once: the intent is stored before the request, and the task's id before the wait. A start whose answer was lost is looked up in the
/// action's list of tasks. Of a task there the documentation gives the id, the state and the time of its creation, and not who started it (https://anaplanbulkapi20.docs.apiary.io, "Retrieve the tasks
/// of an import"); nor does it say whether the list has those that have ended. So a task is ours if it is the only one that came to be while we asked, and read as many rows as we had brought; if there are others, or if there is none,
/// the step ends as a failure that says what may have happened: what a gateway has given up may be carried out whenever, and data that was loaded twice is worse than a look into the model. Asked for
/// again is only what the service says it has not done (429, and 503 of a maintenance, if the list shows none after a while), and what may run twice: an export, which changes nothing, or an
/// integration that says so.
/// </summary>
internal sealed class TaskPhase(TaskStarter starter, LostStarts lost, TaskFollower follower)
{
    /// <returns>Null when the task has ended and the step goes on; otherwise what the step's caller gets.</returns>
    public async Task<TargetReply?> RunAsync(Leg leg, string actionId, CancellationToken cancellationToken)
    {
        var action = ModelAction.Of(leg.Model, actionId);
        var wait = leg.State.Task switch
        {
            null => await starter.StartAsync(leg, action, earlierStarts: 0, cancellationToken),
            { TaskId: null } => await lost.FindAsync(leg, action, cancellationToken),
            _ => null,
        };
        return wait ?? await follower.FollowAsync(leg, action, leg.State.Task!, cancellationToken);
    }
}
