using System.Collections.Concurrent;
using FlowFunctions.Embedded.Engine.History;
using FlowFunctions.Embedded.Engine.Replay;

namespace FlowFunctions.Embedded.Engine.Instances;

/// <summary>Does what an orchestrator asked for: calls activities, sets timers, starts sub-orchestrations, sends events. What comes of it goes to the instance's inbox.</summary>
internal sealed class InstanceDispatch(HubSession session, InstanceInbox inbox)
{
    /// <summary>The key of the timer that starts an instance which was scheduled for later: no call has this number.</summary>
    private const int StartTimerId = -1;

    private readonly ConcurrentQueue<EventDelivered> _delivered = new();
    private readonly Dictionary<int, DurableTimer> _timers = [];
    private readonly List<Task> _dispatches = [];
    private Task _sent = Task.CompletedTask;

    /// <summary>Ends when all that does not answer by an event has been handed over: sub-orchestrations are stored, sent events have been received.</summary>
    public Task HandedOver => Task.WhenAll(_dispatches);

    /// <summary>Starts the execution at its time.</summary>
    public void ScheduleStart(DateTime startAt) =>
        _timers[StartTimerId] = new DurableTimer(session.Parts.Time, startAt, () => inbox.Post(new ExecutionStarted()));

    /// <summary>Does what the execution asked for in its last turn.</summary>
    public void Act(OrchestrationExecution execution, TurnResult turn)
    {
        foreach (var cancelled in turn.CancelledTimers)
        {
            if (_timers.Remove(cancelled, out var timer))
            {
                timer.Dispose();
            }
        }

        foreach (var action in turn.Actions)
        {
            Dispatch(execution, action);
        }
    }

    /// <summary>
    /// Does, after a restart, all that the execution asked for and that may not have been done: what was is found done, or is run again if it is an activity.
    /// </summary>
    public void Repeat(OrchestrationExecution execution)
    {
        var open = execution.OpenActions.OrderBy(action => action.TaskId).ToList();
        foreach (var child in open.OfType<StartChild>())
        {
            Add(StartAsync(execution.Record, child, mayHaveRun: true));
        }

        // An event for a sub-orchestration must find it.
        _sent = Task.WhenAll(_dispatches);
        foreach (var send in execution.UndeliveredEvents)
        {
            Dispatch(execution, send);
        }

        if (execution.Outcome is null)
        {
            foreach (var action in open.Where(action => action is not StartChild))
            {
                Dispatch(execution, action);
            }
        }
    }

    /// <summary>Sent events that were received since the last call, for the next turn's row.</summary>
    public List<HistoryEvent> TakeDelivered()
    {
        var delivered = new List<HistoryEvent>();
        while (_delivered.TryDequeue(out var next))
        {
            delivered.Add(next);
        }

        return delivered;
    }

    /// <summary>Forgets an execution that another one follows. All that it asked for must be <see cref="HandedOver"/>.</summary>
    public void Reset()
    {
        StopTimers();
        _timers.Clear();
        _dispatches.Clear();
        _delivered.Clear();
    }

    /// <summary>No timer of the instance fires after this.</summary>
    public void StopTimers()
    {
        foreach (var timer in _timers.Values)
        {
            timer.Dispose();
        }
    }

    private void Dispatch(OrchestrationExecution execution, OrchestratorAction action)
    {
        var id = execution.Record.Execution;
        switch (action)
        {
            case CallActivity call:
                session.Activities.Start(execution.Record.InstanceId, call, ended => inbox.PostAsync(ended, id));
                break;
            case StartTimer timer when execution.IsOpen(timer.TaskId) && execution.Outcome is null:
                _timers[timer.TaskId] = new DurableTimer(session.Parts.Time, timer.FireAt, () => inbox.Post(new TimerFired(timer.TaskId), id));
                break;
            case StartChild child:
                Add(StartAsync(execution.Record, child, mayHaveRun: false));
                break;
            case SendEvent send:
                Add(SendAsync(send, id));
                break;
        }
    }

    private void Add(Task dispatch)
    {
        _dispatches.RemoveAll(earlier => earlier.IsCompletedSuccessfully);
        _dispatches.Add(dispatch);
    }

    private Task StartAsync(ActiveRecord parent, StartChild child, bool mayHaveRun) =>
        session.StartChildAsync(new ParentLink(parent.InstanceId, parent.Execution, parent.Name, child.TaskId), child, mayHaveRun);

    private async Task SendAsync(SendEvent send, string execution)
    {
        var posted = PostAfterAsync(_sent, send, execution);
        _sent = posted;
        await await posted;
        _delivered.Enqueue(new EventDelivered(send.TaskId));
    }

    // Events are posted in the order in which they were sent: their receivers tell repetitions by that.
    private async Task<Task<bool>> PostAfterAsync(Task previous, SendEvent send, string execution)
    {
        if (!previous.IsCompletedSuccessfully)
        {
            await previous;
        }

        return session.PostAsync(send.InstanceId, new EventRaised(send.Name, send.Payload, execution, send.TaskId), null);
    }
}
