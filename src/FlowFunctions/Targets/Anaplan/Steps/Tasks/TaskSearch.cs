using System.Net;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>Looks an action's tasks up in their list, and tells which of them may have come of a start whose answer was lost. Thread-safe.</summary>
internal sealed class TaskSearch(AnaplanApi api, IOptions<AnaplanOptions> options, TimeProvider time)
{
    /// <summary>From the loss of the answer to a start of what may run twice to another start; for others <see cref="AnaplanOptions.LostStartPatience"/> says it.</summary>
    private static readonly TimeSpan LookForRepeatable = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A request that took longer was taken by something that may go on with it, such as a model that is being opened: it may start its task long after it was given up, and has no other beside it.
    /// </summary>
    public static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(10);

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
    /// <param name="isOurs">Whether it is ours as far as can be known: the only one, and of the seconds in which we asked. One that does not say when it came to be is never.</param>
    public static ListedTask? Suspect(IReadOnlyList<ListedTask> tasks, TaskProgress intent, out bool isOurs)
    {
        var (from, until) = (intent.AskedAt - ClocksDiffer, (intent.LostAt ?? intent.AskedAt + StartTakes) + ClocksDiffer);
        var timely = tasks.Where(task => task.CreationTime >= from && task.CreationTime <= until).ToList();
        isOurs = tasks.Count == 1 && timely.Count == 1 && !IsSlow(intent);
        return timely is [var suspect, ..] ? suspect : tasks is [var first, ..] ? first : null;
    }

    /// <summary>Whether a start's answer was waited for so long that its request may be carried out whenever.</summary>
    public static bool IsSlow(TaskProgress intent) => intent.IsSlow || intent.LostAt - intent.AskedAt >= SlowAfter;

    /// <summary>Whether a task that the list does not show by now was not started, if the list can be trusted.</summary>
    /// <param name="intent">What was asked.</param>
    /// <param name="mayRepeat">Whether a second task beside the first would do no harm.</param>
    public bool IsLookedFor(TaskProgress intent, bool mayRepeat)
    {
        var patience = options.Value.LostStartPatience;
        var lookFor = mayRepeat && LookForRepeatable < patience ? LookForRepeatable : patience;
        return time.GetUtcNow() >= (intent.LostAt ?? intent.AskedAt + (mayRepeat ? options.Value.RequestTimeout : TimeSpan.Zero)) + lookFor;
    }
}
