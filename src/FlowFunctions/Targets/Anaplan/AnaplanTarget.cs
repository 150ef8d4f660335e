using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Targets.Anaplan.Steps;
using FlowFunctions.Targets.Stores;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>
/// Runs a step on an Anaplan model: waits for the model's turn, brings files in, runs actions, brings files out. Each exchange is a leg of that work; what it
/// learns is stored as it goes, so that after a crash the next leg goes on where this one was, with the same task and the same files.
/// </summary>
internal sealed class AnaplanTarget(
    ModelQueue queue,
    UploadPhase uploads,
    TaskPhase tasks,
    TaskCanceller canceller,
    DownloadPhase downloads,
    IRejectedRows rejected,
    ModelQueueMetrics metrics,
    IOptions<AnaplanOptions> options,
    TimeProvider time) : IStepTarget
{
    /// <summary>From one look at the queue to the next: the nearer the turn, the sooner.</summary>
    private static readonly TimeSpan NextInQueue = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FurtherBack = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ShortestBusyPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestBusyPause = TimeSpan.FromMinutes(1);

    /// <summary>Of what the service asks for: who holds the model's turn comes back well before its ticket is dropped.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(5);

    /// <summary>For Anaplan to take a task's cancellation; under what the step's driver gives to the whole of it.</summary>
    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(5);

    public async Task<TargetReply> StartAsync(StepCall call, int attempt, IStepCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var work = WorkOf(call);
        if (ModelPlan.FindFault(work) is { } fault)
        {
            return TargetReply.Ended.Failed(RunErrorCodes.RejectedByTarget, fault);
        }

        var leg = new Leg(call, work, new StepState { QueuedAt = time.GetUtcNow() }, checkpoint, time);
        if (call.Try.Number > 1)
        {
            // What an earlier try rejected is not what this one does.
            await rejected.DeleteAsync(call, cancellationToken);
        }

        // Before the queue knows of the step: whoever cancels it then finds that it may stand there.
        await leg.SaveAsync(leg.State, null, null, cancellationToken);
        return await MoveOnAsync(leg, cancellationToken);
    }

    public Task<TargetReply> PollAsync(StepCall call, string handle, IStepCheckpoint checkpoint, CancellationToken cancellationToken) =>
        MoveOnAsync(new Leg(call, WorkOf(call), StepState.Parse(handle), checkpoint, time), cancellationToken);

    public async Task<string?> CancelAsync(StepCall call, string handle, CancellationToken cancellationToken)
    {
        var work = WorkOf(call);
        var state = StepState.Parse(handle);
        var fault = await CancelTaskAsync(work, state, cancellationToken);
        var kept = await LetGoAsync(call, work, state, cancellationToken);
        return fault is null || kept is null ? fault ?? kept : $"{fault} {kept}";
    }

    public WorkSoFar? SoFar(StepCall call, string handle)
    {
        var (work, state) = (WorkOf(call), StepState.Parse(handle));
        var isAll = state.Stage == ModelPlan.Of(work).Count;
        return isAll || state.Outcome.Messages.Count > 0 || state.Outcome.Faults is not null
            ? new(state.Outcome.ToReply() with { IsUnknown = !isAll && state.Outcome.HasLoaded && !work.Idempotent }, isAll)
            : null;
    }

    /// <returns>Null where there is none any more, or it was told; otherwise why not.</returns>
    private async Task<string?> CancelTaskAsync(AnaplanWork work, StepState state, CancellationToken cancellationToken)
    {
        if (state.Task is not { } task || ModelPlan.Of(work)[state.Stage] is not ModelOperation.RunTask running)
        {
            return null;
        }

        // A model that does not answer must not keep the step from leaving its queue.
        using var limit = new CancellationTokenSource(CancelLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await canceller.CancelAsync(ModelAddress.Of(work), running.ActionId, task, either.Token);
        }
        catch (AnaplanException exception)
        {
            return exception.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"Anaplan did not answer within {CancelLimit.TotalSeconds:0} seconds.";
        }
    }

    private static AnaplanWork WorkOf(StepCall call) => call.Anaplan ?? throw new ArgumentException($"Step '{call.Name}' does not work on a model.", nameof(call));

    private async Task<TargetReply> MoveOnAsync(Leg leg, CancellationToken cancellationToken)
    {
        TargetReply reply;
        try
        {
            reply = await WaitForTurnAsync(leg, cancellationToken) ?? await RunAsync(leg, cancellationToken);
        }
        catch (AnaplanException busy) when (busy.IsBusy && !IsTaskRunning(leg))
        {
            var since = leg.State.BusySince ?? time.GetUtcNow();
            if (time.GetUtcNow() - since < options.Value.BusyPatience)
            {
                return leg.PauseAsBusy(since, RetryAfter(busy) is { } asked && asked > BusyPause(leg, since) ? asked : BusyPause(leg, since), $"Waiting since {since:u}: {busy.Message}");
            }

            reply = leg.State.Outcome.FailedWith(busy.ErrorCode, $"{busy.Message} It has been so for {DurationWords.Of(options.Value.BusyPatience)}.{(MayHaveStarted(leg) ? " " + TaskWords.MayHaveRun : "")}", MayHaveStarted(leg));
        }
        catch (AnaplanException fault) when (fault.IsTransient || fault.MayHaveArrived)
        {
            return new TargetReply.Unavailable(fault.Message, fault.ErrorCode, RetryAfter(fault), IsTaskRunning(leg) || MayHaveStarted(leg));
        }
        catch (AnaplanException fault)
        {
            reply = leg.State.Outcome.FailedWith(fault.ErrorCode, fault.Message, fault.IsOutcomeUnknown);
        }
        catch (StoreException fault) when (fault.IsTransient)
        {
            return new TargetReply.Unavailable(fault.Message, fault.ErrorCode, fault.RetryAfter, IsTaskRunning: false);
        }
        catch (StoreException fault)
        {
            reply = leg.State.Outcome.FailedWith(fault.ErrorCode, fault.Message);
        }

        if (reply is not TargetReply.Ended ended)
        {
            return reply;
        }

        await LetGoAsync(leg.Call, leg.Work, leg.State, cancellationToken);

        // What may run twice may be tried again, whatever has become of it.
        return ended with { IsUnknown = ended.IsUnknown && !leg.Work.Idempotent };
    }

    /// <summary>
    /// From one request of a busy model to the next, unless it asks for more: the longer it has been busy, the longer, from 15 seconds up to a minute, and up to five where the request is a chunk of a
    /// file, of up to 8 MiB: a chunk is sent 8 times in the first two minutes and about 70 times in four hours.
    /// </summary>
    private TimeSpan BusyPause(Leg leg, DateTimeOffset since)
    {
        var longest = leg.State.Upload is { IsCompleting: false } ? LongestRetryAfter : LongestBusyPause;
        var pause = (time.GetUtcNow() - since) / 8;
        return pause < ShortestBusyPause ? ShortestBusyPause : pause > longest ? longest : pause;
    }

    /// <returns>Null when it is the step's turn.</returns>
    private async Task<TargetReply?> WaitForTurnAsync(Leg leg, CancellationToken cancellationToken)
    {
        if (leg.IsDone)
        {
            return null;
        }

        var ticket = new QueueTicket(leg.Call.OperationId, leg.Call.RunId, leg.Call.Referrer, leg.Call.Name) { Claims = ModelPlan.ClaimsOf(leg.Work) };
        var place = await queue.EnterAsync(leg.Model, ticket, cancellationToken);

        // A step whose ticket was dropped, because nobody renewed it for long, still has its task.
        if (leg.State is { HadTurn: true, Ticket: { } had } && had != place.Key && !IsTaskRunning(leg))
        {
            // Somebody else had the model meanwhile, and may have the file: what is in it is not ours any more.
            await leg.SaveAsync((leg.State.Task is null ? leg.BackToFiles() : leg.State with { HasLostTurn = true }) with { Ticket = place.Key }, null, null, cancellationToken);
        }

        if (!place.IsTurn && !IsTaskRunning(leg))
        {
            return leg.Pause(place.Ahead <= 1 ? NextInQueue : FurtherBack, message: WaitingMessage(leg.Model, place)) with { Ahead = place.Ahead };
        }

        if (!leg.State.HadTurn)
        {
            await leg.SaveAsync(leg.State with { HadTurn = true, Ticket = place.Key }, null, null, cancellationToken);
            metrics.Waited(leg.Model.ModelId, time.GetUtcNow() - leg.State.QueuedAt);
        }

        return null;
    }

    private async Task<TargetReply> RunAsync(Leg leg, CancellationToken cancellationToken)
    {
        while (!leg.IsDone)
        {
            if (leg.IsOver)
            {
                // An operation may wait for one answer for minutes, and an activity has few.
                return leg.Pause(TimeSpan.Zero);
            }

            if (await DoAsync(leg, leg.Plan[leg.State.Stage], cancellationToken) is { } reply)
            {
                return reply;
            }
        }

        return leg.State.Outcome.ToReply();
    }

    /// <returns>Null when the operation is done, and the step at its next one.</returns>
    private async Task<TargetReply?> DoAsync(Leg leg, ModelOperation operation, CancellationToken cancellationToken)
    {
        switch (operation)
        {
            case ModelOperation.OpenTarget open:
                await downloads.OpenAsync(leg, open.Job, cancellationToken);
                return null;
            case ModelOperation.Upload upload:
                return await uploads.RunAsync(leg, leg.Work.Jobs[upload.Job], cancellationToken);
            case ModelOperation.RunTask run:
                return await tasks.RunAsync(leg, run.ActionId, cancellationToken);
            case ModelOperation.Download download:
                return await downloads.RunAsync(leg, download.Job, cancellationToken);
            default:
                throw new InvalidOperationException($"Unknown operation {operation}.");
        }
    }

    /// <summary>Leaves the model to the next one, and gives up what was being written.</summary>
    private async Task<string?> LetGoAsync(StepCall call, AnaplanWork work, StepState state, CancellationToken cancellationToken)
    {
        // The queue first: a store that does not answer must not keep others from the model.
        await queue.LeaveAsync(ModelAddress.Of(work), call.OperationId, cancellationToken);
        return await downloads.AbandonAsync(work, state, cancellationToken);
    }

    private static TimeSpan? RetryAfter(AnaplanException fault) => fault.RetryAfter > LongestRetryAfter ? LongestRetryAfter : fault.RetryAfter;

    /// <summary>Whether a start was asked for whose fate is not known; an export's makes no difference.</summary>
    private static bool MayHaveStarted(Leg leg) =>
        leg.State.Task is not null && leg.Plan[leg.State.Stage] is ModelOperation.RunTask run && !(ModelAction.TryParseKind(run.ActionId, out var kind) && kind == ActionKind.Export);

    private static bool IsTaskRunning(Leg leg) => leg.State.Task?.TaskId is not null;

    private static string WaitingMessage(ModelAddress model, QueuePlace place) => place.AheadName is { } first
        ? $"Waiting for model {model.ModelId}: {place.Ahead} before it, first '{first}'"
        : $"Waiting for model {model.ModelId}: {place.Ahead} before it";
}
