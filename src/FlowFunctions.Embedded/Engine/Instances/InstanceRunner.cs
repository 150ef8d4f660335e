using FlowFunctions.Embedded.Engine.History;
using FlowFunctions.Embedded.Engine.Replay;
using FlowFunctions.Embedded.Engine.Storage;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Engine.Instances;

/// <summary>
/// An instance that has not ended, in memory. One loop takes its events turn by turn: it stores all that are waiting as one row, runs the
/// orchestrator on them, and only then acts on what the orchestrator asked for. So nothing acts on an event that a crash could take back.
/// </summary>
internal sealed class InstanceRunner
{
    private readonly HubSession _session;
    private readonly EngineParts _parts;
    private readonly InstanceInbox _inbox = new();
    private readonly InstanceDispatch _dispatch;
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<EndedRecord> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _isRecovered;
    private OrchestrationExecution _execution;
    private RowHandle _handle;
    private IReadOnlyList<ScheduledAction> _scheduled = [];
    private volatile InstanceState _state;
    private volatile bool _isEnding;
    private int _sequence;

    /// <param name="session">The hub.</param>
    /// <param name="record">The instance.</param>
    /// <param name="handle">Its row, where it was read from one; null for a new instance.</param>
    public InstanceRunner(HubSession session, ActiveRecord record, RowHandle? handle)
    {
        _session = session;
        _parts = session.Parts;
        _dispatch = new InstanceDispatch(session, _inbox);
        _isRecovered = handle is not null;
        _handle = handle ?? new RowHandle(default, null);
        _execution = NewExecution(record);
        _state = new InstanceState(record, OrchestrationRuntimeStatus.Pending, record.CustomStatus, record.StartedAt ?? record.CreatedAt);
    }

    public ActiveRecord Record => _state.Record;

    /// <summary>Whether the instance has ended, and its id is soon free.</summary>
    public bool IsEnding => _isEnding;

    /// <summary>Ends when the instance is in memory as far as it got.</summary>
    public Task Loaded => _loaded.Task;

    /// <summary>Ends when the orchestrator has begun to run.</summary>
    public Task Started => _started.Task;

    /// <summary>Ends when the end of the instance is stored.</summary>
    public Task<EndedRecord> Ended => _ended.Task;

    /// <summary>Ends when nothing is left of the instance but its end.</summary>
    public Task Gone => _gone.Task;

    public InstanceState State => _state;

    /// <inheritdoc cref="InstanceInbox.PostAsync"/>
    public Task<bool> PostAsync(HistoryEvent happened, string? execution) => _inbox.PostAsync(happened, execution);

    /// <summary>Runs a new instance whose row has been stored.</summary>
    public void Begin(RowHandle handle)
    {
        _handle = handle;
        Begin();
    }

    /// <summary>Runs an instance that was read from its row.</summary>
    public void Begin() => _session.Work.Run(RunAsync, "an instance's turns");

    /// <summary>Gives up on an instance that did not come to be, or whose hub is lost.</summary>
    public void Abandon(Exception reason)
    {
        _inbox.Close(reason);
        _dispatch.StopTimers();
        _loaded.TrySetException(reason);
        _started.TrySetException(reason);
        _ended.TrySetException(reason);
        _gone.TrySetException(reason);

        // Nobody may be waiting for them.
        _ = (_loaded.Task.Exception, _started.Task.Exception, _ended.Task.Exception, _gone.Task.Exception);
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                await LoadAsync(cancellationToken);
                await TakeTurnsAsync(cancellationToken);
            }
            catch (Exception fault) when (fault is not (OperationCanceledException or HubConflictException))
            {
                EngineLog.InstancePoisoned(_parts.Logger, fault, Record.InstanceId);
                _execution.FailReplay(Failure.Of(fault));
            }

            await EndAsync(cancellationToken);
        }
        catch (HubConflictException conflict)
        {
            _session.ReportConflict(conflict);
        }
        finally
        {
            Abandon(new HubSessionEndedException());
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_parts.Functions.FindOrchestrator(Record.Name) is null)
        {
            var message = UnknownFunctions.Orchestrator(Record.Name, _parts.Functions);
            EngineLog.UnknownFunction(_parts.Logger, Record.InstanceId, message);
            _execution.FailReplay(UnknownFunctions.Failure(message));
            _loaded.TrySetResult();
            return;
        }

        if (_isRecovered)
        {
            await RecoverAsync(cancellationToken);
        }
        else
        {
            Act(HistoryReplay.FirstTurn(_execution, isReplaying: false));
        }

        if (!_execution.HasStarted && _execution.Outcome is null && Record.StartAt is { } startAt)
        {
            _dispatch.ScheduleStart(startAt);
        }

        _loaded.TrySetResult();
    }

    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        var turns = await _parts.History.ReadAsync(Record.InstanceId, Record.Execution, cancellationToken);
        _scheduled = Scheduled(HistoryReplay.Run(_execution, turns));
        _sequence = turns.Count;

        // Known to have ended, to whoever asks: a client may have been told so before the crash.
        _isEnding = _execution.Outcome is not (null or ContinuedAsNew);

        // From here on the previous owner of the hub, should it still live, cannot add a turn.
        await StoreTurnAsync(_parts.UtcNow, [], cancellationToken);
        _scheduled = [];
        Publish();
        _dispatch.Repeat(_execution);
    }

    private async Task TakeTurnsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (_execution.Outcome)
            {
                case null:
                    await TurnAsync(await NextEventsAsync(cancellationToken), cancellationToken);
                    break;
                case ContinuedAsNew:
                    await ContinueAsNewAsync(cancellationToken);
                    break;
                default:
                    return;
            }
        }
    }

    private async Task<List<Inbound>> NextEventsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var batch = _inbox.TakeWaiting(Record.Execution);
            if (_inbox.HasStrayed)
            {
                _execution.FailForForeignTask();
            }

            if (batch.Count > 0 || _execution.Outcome is not null)
            {
                return batch;
            }

            await _inbox.WaitAsync(cancellationToken);
        }
    }

    private async Task TurnAsync(List<Inbound> batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
        {
            return;
        }

        var events = _dispatch.TakeDelivered();
        events.AddRange(batch.Select(inbound => inbound.Event!));

        // A clock that is set back must not turn back an orchestration's time.
        var now = _parts.UtcNow;
        var at = now > _execution.Now ? now : _execution.Now;
        try
        {
            await StoreTurnAsync(at, events, cancellationToken);
        }
        catch
        {
            batch.ForEach(inbound => inbound.Stored.TrySetException(new HubSessionEndedException()));
            throw;
        }

        batch.ForEach(inbound => inbound.Stored.TrySetResult(true));

        Act(_execution.Take(at, events, isReplaying: false));
    }

    private async Task StoreTurnAsync(DateTime at, IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken)
    {
        await _parts.History.AppendAsync(
            Record.InstanceId, Record.Execution, _sequence, new TurnRecord(at, _scheduled, events), cancellationToken);
        _sequence++;
    }

    private void Act(TurnResult turn)
    {
        _scheduled = Scheduled(turn.Actions);
        Publish();
        _dispatch.Act(_execution, turn);
    }

    private async Task ContinueAsNewAsync(CancellationToken cancellationToken)
    {
        await FinishDispatchesAsync(cancellationToken);
        var ended = (ContinuedAsNew)_execution.Outcome!;
        var earlier = Record;
        var now = _parts.UtcNow;
        var next = earlier with
        {
            Generation = earlier.Generation + 1,
            Input = ended.Input,
            Version = ended.Version ?? earlier.Version,
            StartedAt = now > _execution.Now ? now : _execution.Now,
            CustomStatus = _execution.CustomStatus,
            Carried = ended.Carried,
            Received = _execution.Received.Where(pair => _session.MayRepeat(pair.Key)).ToDictionary(StringComparer.Ordinal),
        };
        _handle = await _parts.Instances.ReplaceActiveAsync(next, _handle, cancellationToken);
        _session.Work.Run(token => _parts.History.DeleteAsync(earlier.InstanceId, earlier.Execution, token), "deleting the history of an earlier execution");
        _dispatch.Reset();
        _inbox.ForgetStray();
        _sequence = 0;
        _execution = NewExecution(next);
        _state = _state with { Record = next };
        Act(HistoryReplay.FirstTurn(_execution, isReplaying: false));
    }

    // What the last turn asked for must have begun before the history that would ask for it again is given up. Meanwhile events are taken in as
    // before: the other side may be an instance that waits for this one in the same way.
    private async Task FinishDispatchesAsync(CancellationToken cancellationToken)
    {
        var finished = _dispatch.HandedOver;
        while (!finished.IsCompleted)
        {
            var carried = new List<Inbound>();
            foreach (var inbound in _inbox.TakeWaiting(Record.Execution))
            {
                if (OrchestrationExecution.CanBeCarried(inbound.Event!))
                {
                    carried.Add(inbound);
                }
                else
                {
                    inbound.Stored.TrySetResult(false);
                }
            }

            await TurnAsync(carried, cancellationToken);
            await Task.WhenAny(finished, _inbox.WaitAsync(cancellationToken).AsTask());
            cancellationToken.ThrowIfCancellationRequested();
        }

        await finished;
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        _isEnding = true;
        _inbox.Close();
        await _dispatch.HandedOver;
        if (_execution.Outcome is ExecutionEndedByClient { Recursive: true } terminated)
        {
            await Task.WhenAll(_execution.OpenActions.OfType<StartChild>().Select(
                child => _session.PostAsync(child.InstanceId, new ExecutionTerminated(terminated.Output, Recursive: true), null)));
        }

        var record = InstanceEnd.Of(_execution, _parts.UtcNow);
        await _parts.Instances.WriteEndedAsync(record, cancellationToken);
        Log(record);
        _state = new InstanceState(Record, record.Status, record.CustomStatus, record.EndedAt);
        _loaded.TrySetResult();
        _started.TrySetResult();
        _ended.TrySetResult(record);
        if (record.Parent is { } parent)
        {
            await _session.PostAsync(parent.InstanceId, InstanceEnd.ToParent(record, parent.TaskId), parent.Execution);
        }

        await _parts.Instances.DeleteActiveAsync(Record.InstanceId, _handle, cancellationToken);
        _session.Remove(this);
        _gone.TrySetResult();
    }

    private void Log(EndedRecord record)
    {
        if (record.Failure is { } failure)
        {
            EngineLog.InstanceFailed(_parts.Logger, record.InstanceId, record.Name, failure.ErrorType);
        }
        else
        {
            EngineLog.InstanceEnded(_parts.Logger, record.InstanceId, record.Name, record.Status.ToString());
        }
    }

    private void Publish()
    {
        var status = _execution.IsSuspended ? OrchestrationRuntimeStatus.Suspended
            : _execution.HasStarted ? OrchestrationRuntimeStatus.Running
            : OrchestrationRuntimeStatus.Pending;
        _state = new InstanceState(Record, status, _execution.CustomStatus, _execution.Now == default ? Record.CreatedAt : _execution.Now);
        if (_execution.HasStarted)
        {
            _started.TrySetResult();
        }
    }

    private OrchestrationExecution NewExecution(ActiveRecord record) => new(
        record,
        _parts.Functions.FindOrchestrator(record.Name) ?? (_ => Task.FromResult<object?>(null)),
        _parts.Options.DataConverter,
        _parts.Loggers,
        _inbox.ReportStray);

    private static List<ScheduledAction> Scheduled(IReadOnlyList<OrchestratorAction> actions) => [.. actions.Select(action => action.Scheduled)];
}
