namespace FlowFunctions.Embedded.Engine.Replay;

/// <summary>
/// Runs an orchestrator's code on the thread of its turn and nowhere else. Work that reaches it from another thread means that the code awaited
/// something that is not a durable task: it is not run, but reported.
/// </summary>
internal sealed class TurnScheduler(Action strayed) : TaskScheduler
{
    [ThreadStatic]
    private static TurnScheduler? _running;

    private readonly Queue<Task> _waiting = new();

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Whether the caller is the orchestrator's code in its turn.</summary>
    public bool IsRunningHere => _running == this;

    /// <summary>Runs the work and everything that follows from it. It must not throw.</summary>
    public void Run(Action work)
    {
        var outer = _running;
        var outerContext = SynchronizationContext.Current;
        _running = this;

        // A synchronization context would take precedence over this scheduler at every await.
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            new Task(work).Start(this);
            while (_waiting.TryDequeue(out var next))
            {
                TryExecuteTask(next);
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outerContext);
            _running = outer;
        }
    }

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    protected override void QueueTask(Task task)
    {
        if (IsRunningHere)
        {
            _waiting.Enqueue(task);
        }
        else
        {
            strayed();
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        IsRunningHere && !taskWasPreviouslyQueued && TryExecuteTask(task);
}
