using FlowFunctions.Embedded.Engine.History;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Embedded.Engine.Replay;

/// <summary>
/// One execution of an orchestrator in memory: events go in, what the orchestrator asks for comes out. It has no clock, no I/O and no thread of its
/// own, so that the same turns always give the same. Not thread-safe.
/// </summary>
internal sealed class OrchestrationExecution
{
    private readonly OrchestratorInvoker _invoker;
    private readonly TurnScheduler _scheduler;
    private readonly EngineOrchestrationContext _context;
    private readonly Dictionary<int, OpenTask> _open = [];
    private readonly Dictionary<string, int> _received;
    private readonly Dictionary<int, SendEvent> _undelivered = [];
    private readonly Queue<HistoryEvent> _heldBack = new();
    private readonly DataConverter _converter;
    private List<OrchestratorAction> _actions = [];
    private List<int> _cancelledTimers = [];
    private Task<object?>? _orchestrator;
    private ContinuedAsNew? _continueAsNew;
    private bool _preserveEvents;
    private int _nextTaskId;

    /// <param name="record">What was scheduled.</param>
    /// <param name="invoker">How to run it.</param>
    /// <param name="converter">Serialises what goes in and out.</param>
    /// <param name="loggers">The application's loggers.</param>
    /// <param name="strayed">Called, from any thread, when the code turns out to await something that is not a durable task.</param>
    public OrchestrationExecution(
        ActiveRecord record, OrchestratorInvoker invoker, DataConverter converter, ILoggerFactory loggers, Action strayed)
    {
        Record = record;
        _invoker = invoker;
        _converter = converter;
        _scheduler = new TurnScheduler(strayed);
        _received = new Dictionary<string, int>(record.Received, StringComparer.Ordinal);
        Events = new ExternalEvents(converter);
        CustomStatus = record.CustomStatus;
        _context = new EngineOrchestrationContext(this, converter, loggers);
    }

    public ActiveRecord Record { get; }

    public ExternalEvents Events { get; }

    public DateTime Now { get; private set; }

    public bool IsReplaying { get; private set; }

    public bool HasStarted => _orchestrator is not null;

    public bool IsSuspended { get; private set; }

    /// <summary>As JSON; null until the orchestrator sets one.</summary>
    public string? CustomStatus { get; set; }

    /// <summary>How the execution ended; null while it has not.</summary>
    public ExecutionOutcome? Outcome { get; private set; }

    /// <summary>The last event received from each sender.</summary>
    public IReadOnlyDictionary<string, int> Received => _received;

    public bool IsInTurn => _scheduler.IsRunningHere;

    /// <summary>What the orchestrator still waits for, by the numbers of the calls.</summary>
    public IEnumerable<OrchestratorAction> OpenActions => _open.Values.Select(task => task.Action);

    /// <summary>The events that it sent and that may not have arrived, in order.</summary>
    public IEnumerable<SendEvent> UndeliveredEvents => _undelivered.Values.OrderBy(send => send.TaskId);

    /// <summary>Takes a turn's events, in order, and answers what the orchestrator asked for.</summary>
    public TurnResult Take(DateTime at, IReadOnlyList<HistoryEvent> events, bool isReplaying)
    {
        (Now, IsReplaying, _actions, _cancelledTimers) = (at, isReplaying, [], []);
        var taken = 0;
        for (; taken < events.Count && Outcome is null; taken++)
        {
            Take(events[taken]);
        }

        if (Outcome is ContinuedAsNew ended)
        {
            Outcome = ended with { Carried = [.. ended.Carried, .. events.Skip(taken).Where(CanBeCarried)] };
        }
        else if (Outcome is null && HasStarted && !IsSuspended && _open.Count == 0 && !Events.AnyWaits)
        {
            FailForForeignTask();
        }

        return new TurnResult(_actions, _cancelledTimers);
    }

    public bool IsOpen(int taskId) => _open.ContainsKey(taskId);

    public void FailForForeignTask() => Outcome ??= new ExecutionFailed(new Failure(
        typeof(InvalidOperationException).ToString(),
        $"The orchestrator '{Record.Name}' awaits something that is not a durable task. An orchestrator may await the tasks of its context only: "
        + "no Task.Delay, Task.Run, ConfigureAwait(false) or I/O, which belongs in activities.",
        null,
        null));

    /// <summary>Ends the execution because it cannot be replayed; this overrides any other end.</summary>
    public void FailReplay(Failure failure) => Outcome = new ExecutionFailed(failure);

    /// <summary>Whether something that happened after the end of an execution that continued as new concerns the next one.</summary>
    public static bool CanBeCarried(HistoryEvent happened) =>
        happened is EventRaised or ExecutionSuspended or ExecutionResumed or ExecutionTerminated;

    internal int NextTaskId() => _nextTaskId++;

    internal void Send(SendEvent action)
    {
        _actions.Add(action);
        _undelivered.Add(action.TaskId, action);
    }

    internal Task<string?> Open(OrchestratorAction action)
    {
        _actions.Add(action);
        var task = new OpenTask(action, new TaskCompletionSource<string?>());
        _open.Add(action.TaskId, task);
        return task.Source.Task;
    }

    internal void CancelTimer(int taskId, CancellationToken cancellationToken)
    {
        if (_open.Remove(taskId, out var task))
        {
            _cancelledTimers.Add(taskId);
            task.Source.TrySetCanceled(cancellationToken);
        }
    }

    internal void ContinueAsNew(string? input, bool preserveEvents, string? version)
    {
        _continueAsNew = new ContinuedAsNew(input, version, []);
        _preserveEvents = preserveEvents;
    }

    private void Take(HistoryEvent happened)
    {
        if (IsSuspended && happened is not (ExecutionResumed or ExecutionTerminated or EventDelivered))
        {
            _heldBack.Enqueue(happened);
            return;
        }

        switch (happened)
        {
            case ExecutionStarted when !HasStarted:
                Run(() => _orchestrator = InvokeAsync());
                break;
            case ActivityCompleted completed:
                Complete<CallActivity>(completed.TaskId, completed.Result);
                break;
            case ActivityFailed failed:
                Break<CallActivity>(failed.TaskId, failed.Failure);
                break;
            case TimerFired fired:
                Complete<StartTimer>(fired.TaskId, null);
                break;
            case ChildCompleted completed when IsOpenChild(completed.TaskId, completed.ChildId):
                Complete<StartChild>(completed.TaskId, completed.Result);
                break;
            case ChildFailed failed when IsOpenChild(failed.TaskId, failed.ChildId):
                Break<StartChild>(failed.TaskId, failed.Failure);
                break;
            case EventRaised raised when IsNew(raised):
                Run(() => Events.Raise(raised));
                break;
            case EventDelivered delivered:
                _undelivered.Remove(delivered.TaskId);
                break;
            case ExecutionSuspended:
                IsSuspended = true;
                break;
            case ExecutionResumed:
                Resume();
                break;
            case ExecutionTerminated terminated:
                Outcome = new ExecutionEndedByClient(terminated.Output, terminated.Recursive);
                break;
        }
    }

    private void Resume()
    {
        IsSuspended = false;
        while (!IsSuspended && Outcome is null && _heldBack.TryDequeue(out var happened))
        {
            Take(happened);
        }

        if (Outcome is ContinuedAsNew ended)
        {
            Outcome = ended with { Carried = [.. ended.Carried, .. _heldBack.Where(CanBeCarried)] };
        }
    }

    // A sender repeats after a crash what it cannot know to have arrived; its events come in the order of their numbers.
    private bool IsNew(EventRaised raised)
    {
        if (raised.Sender is null)
        {
            return true;
        }

        if (_received.TryGetValue(raised.Sender, out var last) && raised.SenderTaskId <= last)
        {
            return false;
        }

        _received[raised.Sender] = raised.SenderTaskId;
        return true;
    }

    private bool IsOpenChild(int taskId, string childId) =>
        _open.TryGetValue(taskId, out var task) && task.Action is StartChild child && child.InstanceId == childId;

    private void Complete<TAction>(int taskId, string? result)
    {
        if (_open.TryGetValue(taskId, out var task) && task.Action is TAction)
        {
            _open.Remove(taskId);
            Run(() => task.Source.TrySetResult(result));
        }
    }

    private void Break<TAction>(int taskId, Failure failure)
    {
        if (_open.TryGetValue(taskId, out var task) && task.Action is TAction)
        {
            _open.Remove(taskId);
            Run(() => task.Source.TrySetException(new DurableTaskFailure(taskId, failure)));
        }
    }

    private async Task<object?> InvokeAsync() => await _invoker(_context);

    private void Run(Action work)
    {
        _scheduler.Run(work);

        // Durable Task ends an orchestration when nothing that it asked for is open any more, awaited or not (DurableTask.Core,
        // TaskOrchestrationExecutor): a timer that nobody cancels keeps it running until it fires.
        if (_orchestrator is { IsCompleted: true } ended && Outcome is null && _open.Count == 0)
        {
            Outcome = OutcomeOf(ended);
        }
    }

    private ExecutionOutcome OutcomeOf(Task<object?> ended)
    {
        if (!ended.IsCompletedSuccessfully)
        {
            var thrown = ended.Exception?.InnerException ?? new TaskCanceledException(ended);
            return new ExecutionFailed(Failure.Of(thrown));
        }

        if (_continueAsNew is not null)
        {
            // Their senders have been counted already: without a sender they are not taken for repetitions.
            return _continueAsNew with { Carried = _preserveEvents ? [.. Events.Unclaimed.Select(raised => raised with { Sender = null })] : [] };
        }

        try
        {
#pragma warning disable RS0030 // The task has ended; nothing is waited for.
            return new ExecutionCompleted(_converter.Serialize(ended.Result));
#pragma warning restore RS0030
        }
        catch (Exception unserialisable) when (unserialisable is not OutOfMemoryException)
        {
            return new ExecutionFailed(Failure.Of(unserialisable));
        }
    }
}
