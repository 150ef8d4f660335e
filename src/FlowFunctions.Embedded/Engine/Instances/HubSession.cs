using System.Collections.Concurrent;
using System.Collections.Immutable;
using FlowFunctions.Embedded.Engine.History;
using FlowFunctions.Embedded.Engine.Replay;
using FlowFunctions.Embedded.Engine.Storage;

namespace FlowFunctions.Embedded.Engine.Instances;

/// <summary>A hub for as long as this process owns it: all instances that have not ended, in memory.</summary>
internal sealed class HubSession : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, InstanceRunner> _active = new(StringComparer.Ordinal);
    private readonly List<InstanceRunner> _recovered = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _conflicted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ended = new();

    public HubSession(EngineParts parts)
    {
        Parts = parts;
        Work = new BackgroundWork(parts.Logger, _ended.Token);
        Activities = new ActivityDispatcher(parts, Work);
    }

    public EngineParts Parts { get; }

    public BackgroundWork Work { get; }

    public ActivityDispatcher Activities { get; }

    /// <summary>Ends when the hub turned out to be written to by another process.</summary>
    public Task Conflicted => _conflicted.Task;

    /// <summary>The instances that have not ended, by their ids in ordinal order.</summary>
    public IReadOnlyList<InstanceRunner> Active => [.. _active.Values.OrderBy(runner => runner.Record.InstanceId, StringComparer.Ordinal)];

    /// <summary>Reads the instances that have not ended. Finished ones are not looked at.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await foreach (var stored in Parts.Instances.ReadActiveAsync(cancellationToken))
        {
            if (stored.Record is { } record)
            {
                var runner = new InstanceRunner(this, record, stored.Handle);
                _active[record.InstanceId] = runner;
                _recovered.Add(runner);
            }
            else
            {
                await FailUnreadableAsync(stored, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Continues the instances that were read, and no other: a client may have started one meanwhile, which has its own loop. All are in memory before the
    /// first one acts: one may send events to another.
    /// </summary>
    public void Begin()
    {
        EngineLog.HubRecovered(Parts.Logger, Parts.Options.HubName, _recovered.Count);
        foreach (var runner in _recovered)
        {
            runner.Begin();
        }

        _recovered.Clear();
    }

    public InstanceRunner? Find(string instanceId) => _active.GetValueOrDefault(instanceId);

    /// <summary>Starts a new instance; its row is stored when this ends.</summary>
    /// <returns>The instance that has the id: another one than the new if that was there before.</returns>
    public async Task<(InstanceRunner Runner, bool IsNew)> TryStartAsync(ActiveRecord record)
    {
        var runner = new InstanceRunner(this, record, null);
        var present = _active.GetOrAdd(record.InstanceId, runner);
        if (present != runner)
        {
            return (present, false);
        }

        try
        {
            runner.Begin(await Parts.Instances.InsertActiveAsync(record, _ended.Token));
        }
        catch (Exception fault)
        {
            Remove(runner);
            runner.Abandon(fault is OperationCanceledException ? new HubSessionEndedException() : fault);
            if (fault is HubConflictException conflict)
            {
                ReportConflict(conflict);
            }

            throw;
        }

        if (_awaited.TryRemove(record.InstanceId, out var awaited))
        {
            awaited.TrySetResult();
        }

        Work.Run(token => DeleteReplacedAsync(record, token), "deleting the history of a replaced instance");
        return (runner, true);
    }

    /// <summary>Ends when an instance of this id is started.</summary>
    public Task WhenStarted(string instanceId) =>
        _awaited.GetOrAdd(instanceId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>
    /// Starts a sub-orchestration, or finds it started, or ended, by an earlier attempt. Failing that, the call fails. It is reserved when this returns, and
    /// stored when the task ends.
    /// </summary>
    public async Task StartChildAsync(ParentLink parent, StartChild child, bool mayHaveRun)
    {
        if (mayHaveRun && !_active.ContainsKey(child.InstanceId)
            && await Parts.Instances.FindEndedAsync(child.InstanceId, _ended.Token) is { } ended && ended.Parent == parent)
        {
            Work.Run(_ => PostAsync(parent.InstanceId, InstanceEnd.ToParent(ended, parent.TaskId), parent.Execution), "answering a sub-orchestration's caller");
            return;
        }

        var now = Parts.UtcNow;
        var record = new ActiveRecord(
            child.InstanceId, NewExecutionId(), 0, child.Name, child.Version, child.Input, child.Tags, now, now, null, parent, null, [],
            ImmutableDictionary<string, int>.Empty);
        while (true)
        {
            var (runner, isNew) = await TryStartAsync(record);
            if (isNew || runner.Record.Parent == parent)
            {
                return;
            }

            if (!runner.IsEnding)
            {
                var failure = new Failure(
                    typeof(global::DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException).ToString(),
                    $"An instance with the id '{child.InstanceId}' exists and has not ended.",
                    null,
                    null);
                Work.Run(_ => PostAsync(parent.InstanceId, new ChildFailed(child.TaskId, child.InstanceId, failure), parent.Execution), "answering a sub-orchestration's caller");
                return;
            }

            await runner.Gone;
        }
    }

    /// <summary>Hands an event to an instance. It is in the instance's inbox when this returns.</summary>
    /// <returns>True when it is stored, false if it was dropped: there is no such instance, or it has ended.</returns>
    public Task<bool> PostAsync(string instanceId, HistoryEvent happened, string? execution)
    {
        if (Find(instanceId) is { } runner)
        {
            return runner.PostAsync(happened, execution);
        }

        if (happened is EventRaised raised)
        {
            EngineLog.EventDropped(Parts.Logger, raised.Name, instanceId);
        }

        return Task.FromResult(false);
    }

    /// <summary>Whether an execution that sent events may send them once more: it has not ended.</summary>
    public bool MayRepeat(string sender) => _active.Values.Any(runner => runner.Record.Execution == sender);

    public void Remove(InstanceRunner runner) =>
        ((ICollection<KeyValuePair<string, InstanceRunner>>)_active).Remove(KeyValuePair.Create(runner.Record.InstanceId, runner));

    public void ReportConflict(HubConflictException conflict)
    {
        if (_conflicted.TrySetResult())
        {
            EngineLog.HubConflict(Parts.Logger, conflict, Parts.Options.HubName);
        }

        _ended.Cancel();
    }

    /// <summary>Lets the running activities end and be stored, and what has ended be written off; starts no further activities.</summary>
    public async Task DrainAsync(CancellationToken limit)
    {
        try
        {
            await Activities.DrainAsync().WaitAsync(limit);
            await Task.WhenAll(_active.Values.Where(runner => runner.IsEnding).Select(runner => runner.Gone)).WaitAsync(limit);
        }
        catch (HubSessionEndedException)
        {
            // Nothing is left to wait for.
        }
        catch (OperationCanceledException)
        {
            EngineLog.ActivitiesAbandoned(Parts.Logger, Activities.Running);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await Work.WhenIdleAsync();
        foreach (var runner in _active.Values)
        {
            runner.Abandon(new HubSessionEndedException());
        }

        foreach (var awaited in _awaited.Values)
        {
            awaited.TrySetException(new HubSessionEndedException());
            _ = awaited.Task.Exception;
        }

        Activities.Dispose();
        _ended.Dispose();
    }

    internal static string NewExecutionId() => Guid.CreateVersion7().ToString("n");

    private async Task FailUnreadableAsync(StoredActive stored, CancellationToken cancellationToken)
    {
        EngineLog.InstanceUnreadable(Parts.Logger, stored.InstanceId, stored.Fault!);
        var now = Parts.UtcNow;
        await Parts.Instances.WriteEndedAsync(
            new EndedRecord(
                stored.InstanceId, string.Empty, stored.Name, string.Empty, Microsoft.DurableTask.Client.OrchestrationRuntimeStatus.Failed, null, null, null,
                new Failure(typeof(InvalidDataException).ToString(), $"The instance's row cannot be read: {stored.Fault}", null, null),
                ImmutableDictionary<string, string>.Empty, now, now, null),
            cancellationToken);
        await Parts.Instances.DeleteActiveAsync(stored.InstanceId, stored.Handle, cancellationToken);
    }

    // An ended instance whose id is used again leaves its turns behind.
    private async Task DeleteReplacedAsync(ActiveRecord record, CancellationToken cancellationToken)
    {
        if (await Parts.Instances.FindEndedAsync(record.InstanceId, cancellationToken) is { } replaced
            && replaced.Execution.Length > 0 && !replaced.Execution.StartsWith(record.ExecutionId, StringComparison.Ordinal))
        {
            await Parts.History.DeleteAsync(record.InstanceId, replaced.Execution, cancellationToken);
        }
    }
}
