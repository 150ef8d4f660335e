using System.Text.Json;
using FlowFunctions.Steps;
using Microsoft.DurableTask;

namespace FlowFunctions.Runs;

/// <summary>
/// Calls whose results are their own. The Azure Storage provider sends what a turn asks for before it keeps the turn; where a host dies between, or two have the instance for a moment, the turn is
/// taken again with other events, and may ask for other things under the same numbers. Then a call can get what the turn that was not kept had asked for: another step's report, or nothing.
/// What is called is safe to be called again, and says of what it tells; so it is. An answer that cannot be read may be another call's, or the call's own in a shape of another version: it is asked
/// for again, but not for ever.
/// </summary>
internal static class OwnResults
{
    /// <summary>
    /// How many answers to one call that cannot be read are taken for those of other calls. A turn that was not kept has asked for no more than there are steps in flight, of which there are 100 at
    /// the most. An earlier version asked for ever: a history of its own that has more of them does not go on, and its run is ended as an interrupted one.
    /// </summary>
    public const int MaximumUnreadable = 128;

    /// <summary>No activity fails with it by itself.</summary>
    private static readonly string Failure = typeof(OwnResults).FullName!;

    /// <summary>Stands for an answer that cannot be read, and is no id.</summary>
    private const string Unreadable = "?";

    /// <summary>Calls an activity of a step until the report is of the call's own try. Woken, it calls again unless the run has let go of the step (<paramref name="letGo"/>).</summary>
    /// <exception cref="TaskFailedException">All its tries have failed, or its answers cannot be read.</exception>
    public static async Task<StepReport> CallForReportAsync(this TaskOrchestrationContext context, Wakes wakes, string activity, StepCall call, Task? letGo = null)
    {
        var calls = new RepeatedCall<StepReport?>(wakes, () => ReadAsync(context.CallActivityAsync<StepReport>(activity, call, ActivityRetry.Options)), letGo);
        for (var unreadable = 0; ;)
        {
            var report = await calls.NextAsync();
            if (report is not null && report.IsOf(call))
            {
                return report;
            }

            unreadable += report is null ? 1 : 0;
            Require(unreadable, activity);
        }
    }

    /// <summary>Has a step awaited, and asks for its report itself where the wait's is not its own, or did not come.</summary>
    /// <exception cref="TaskFailedException">All tries have failed, or the answers cannot be read.</exception>
    public static async Task<StepReport> AwaitForReportAsync(this TaskOrchestrationContext context, Wakes wakes, StepWait wait, string instanceId, Task letGo)
    {
        var awaited = ReadAsync(context.CallSubOrchestratorAsync<StepReport>(nameof(AwaitStep), wait, new SubOrchestrationOptions(instanceId: instanceId)));
        for (var woken = wakes.Next; await Task.WhenAny(awaited, woken) == woken; woken = wakes.Next)
        {
            if (!letGo.IsCompleted && (await woken).Contains(instanceId, StringComparer.Ordinal))
            {
                return await context.CallForReportAsync(wakes, nameof(ContinueStep), wait.Call, letGo);
            }
        }

        var report = await awaited;
        return report is not null && report.IsOf(wait.Call) ? report : await context.CallForReportAsync(wakes, nameof(ContinueStep), wait.Call, letGo);
    }

    /// <summary>Calls an activity of a step until it answers with a text, or with nothing.</summary>
    /// <exception cref="TaskFailedException">All its tries have failed, or its answers cannot be read.</exception>
    public static async Task<string?> CallForTextAsync(this TaskOrchestrationContext context, Wakes wakes, string activity, StepCall call)
    {
        var calls = new RepeatedCall<string?>(wakes, () => context.CallActivityAsync<string?>(activity, call, ActivityRetry.Options));
        for (var unreadable = 1; ; unreadable++)
        {
            try
            {
                return await calls.NextAsync();
            }
            catch (JsonException)
            {
                // Another call's.
                Require(unreadable, activity);
            }
        }
    }

    /// <summary>Calls an activity until it says whose it was; nothing is taken for that where it <paramref name="maySayNothing"/>, as in histories of before.</summary>
    /// <exception cref="TaskFailedException">All its tries have failed, or its answers cannot be read.</exception>
    public static async Task CallForIdAsync(this TaskOrchestrationContext context, Wakes wakes, string activity, object input, string id, TaskOptions options, bool maySayNothing)
    {
        var calls = new RepeatedCall<string?>(wakes, () => ReadAsync(context.CallActivityAsync<string>(activity, input, options), Unreadable));
        for (var unreadable = 0; ;)
        {
            var told = await calls.NextAsync();
            if (told == id || (told is null && maySayNothing))
            {
                return;
            }

            unreadable += told is null or Unreadable ? 1 : 0;
            Require(unreadable, activity);
        }
    }

    /// <summary>Whether an activity has failed because none of its answers could be read: it may have done its work.</summary>
    public static bool IsOfAnswers(TaskFailureDetails failure) => failure.ErrorType == Failure;

    private static void Require(int unreadable, string activity)
    {
        if (unreadable >= MaximumUnreadable)
        {
            var message = $"None of {unreadable} answers of {activity} could be read; it may have done its work.";
            throw new TaskFailedException(activity, taskId: 0, new TaskFailureDetails(Failure, message, null, null, null));
        }
    }

    /// <summary>A result of another shape is another call's.</summary>
    private static async Task<T?> ReadAsync<T>(Task<T> result, T? otherwise = null)
        where T : class
    {
        try
        {
            return await result;
        }
        catch (JsonException)
        {
            return otherwise;
        }
    }
}
