using System.Net;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>Looks an action's tasks up in their list, and tells which of them may have come of a start whose answer was lost. Thread-safe.</summary>
internal sealed class TaskSearch(AnaplanApi api, IOptions<AnaplanOptions> options, TimeProvider time)
{
    /// <summary>From the loss of a start's answer to another start: by then the list shows the task, if there is one.</summary>
    private static readonly TimeSpan LookUpFor = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A request that took longer was taken by something that may go on with it, such as a model that is being opened: it may start its task long after it was given up, and has no other beside it.
    /// </summary>
    private static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(10);

    /// <summary>From the loss of such a request to the end of the step: so long its task is looked for.</summary>
    private static readonly TimeSpan LookUpSlowFor = TimeSpan.FromMinutes(5);

    /// <summary>By which the service's clock may differ from ours for a task to have come to be while we asked.</summary>
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromSeconds(1);

    /// <summary>From the intent to the request's end where nobody saw that, because the process ended.</summary>
    private static readonly TimeSpan StartTakes = TimeSpan.FromSeconds(4);

    /// <summary>None where the service knows no such list: whether the action is there, its start tells.</summary>
    public async Task<IReadOnlyList<ListedTask>> PresentAsync(ModelAction action, CancellationToken cancellationToken)
    {
        try
        {
            return await api.ListTasksAsync(action, cancellationToken);
        }
        catch (AnaplanException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            return [];
        }
    }

    /// <summary>The action's tasks that were not there before the intent, in the order in which they came to be; and whether the list can be trusted to have one that had ended.</summary>
    public async Task<(IReadOnlyList<ListedTask> Tasks, bool IsTold)> FindAsync(ModelAction action, TaskProgress intent, CancellationToken cancellationToken)
    {
        var known = intent.Known.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var listed = intent.ListShowsEnded ? await api.ListTasksAsync(action, cancellationToken) : await PresentAsync(action, cancellationToken);
        return (
            [.. listed.Where(task => !known.Contains(task.TaskId) && !(task.CreationTime < intent.KnownUntil)).OrderBy(task => task.CreationTime ?? DateTimeOffset.MaxValue)],
            intent.ListShowsEnded && listed.Any(task => known.Contains(task.TaskId)));
    }

    /// <summary>The task that may be ours, of those that came to be since the intent; null where there is none.</summary>
    /// <param name="tasks">From <see cref="FindAsync"/>.</param>
    /// <param name="intent">What was asked.</param>
    /// <param name="isOurs">Whether it is ours as far as can be known: the only one, and of the seconds in which we asked.</param>
    public static ListedTask? Suspect(IReadOnlyList<ListedTask> tasks, TaskProgress intent, out bool isOurs)
    {
        var (from, until) = (intent.AskedAt - ClocksDiffer, (intent.LostAt ?? intent.AskedAt + StartTakes) + ClocksDiffer);
        var timely = tasks.Where(task => task.CreationTime is null || (task.CreationTime >= from && task.CreationTime <= until)).ToList();
        isOurs = tasks.Count == 1 && timely.Count == 1 && !IsSlow(intent);
        return timely is [var suspect, ..] ? suspect : tasks is [var first, ..] ? first : null;
    }

    /// <summary>How long it took until a start's answer was given up; from the process' end nothing is known.</summary>
    public static bool IsSlow(TaskProgress intent) => intent.LostAt - intent.AskedAt >= SlowAfter;

    /// <summary>Whether a task that the list does not show by now was not started, if the list can be trusted.</summary>
    public bool IsLookedFor(TaskProgress intent) => time.GetUtcNow() >= (intent.LostAt is { } lost
        ? lost + (IsSlow(intent) ? LookUpSlowFor : LookUpFor)
        : intent.AskedAt + LookUpFor + options.Value.RequestTimeout);
}
