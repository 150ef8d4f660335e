using FlowFunctions.Embedded.Engine.History;
using FlowFunctions.Embedded.Engine.Instances;
using FlowFunctions.Embedded.Engine.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Engine;

/// <summary>The client of the engine in this process. Its calls wait until the process owns the hub.</summary>
internal sealed class EmbeddedDurableTaskClient(DurableTaskEngine engine) : DurableTaskClient(engine.Parts.Options.HubName)
{
    private DataConverter Converter => engine.Parts.Options.DataConverter;

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        var serialized = Converter.Serialize(input);
        return await InstanceStarts.StartAsync(await engine.SessionAsync(cancellation), orchestratorName.Name, serialized, options, cancellation);
    }

    public override async Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var raised = new EventRaised(eventName, Converter.Serialize(eventPayload), null, 0);
        await SteerAsync(instanceId, "raise an event for", raised, static _ => true, cancellation);
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, runner => runner.Started, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, runner => runner.Ended, getInputsAndOutputs, cancellation);

    public override async Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        var terminated = new ExecutionTerminated(Converter.Serialize(options?.Output), options?.Recursive ?? false);
        await SteerAsync(instanceId, "terminate", terminated, static _ => true, cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SteerAsync(
            instanceId, "suspend", new ExecutionSuspended(reason),
            static status => status is OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Pending, cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SteerAsync(instanceId, "resume", new ExecutionResumed(reason), static status => status == OrchestrationRuntimeStatus.Suspended, cancellation);

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        if (string.IsNullOrEmpty(instanceId))
        {
            throw new ArgumentNullException(nameof(instanceId));
        }

        var session = await engine.SessionAsync(cancellation);
        if (session.Find(instanceId) is { } runner)
        {
            await runner.Loaded.WaitAsync(cancellation);
            return runner.IsEnding
                ? InstanceView.Of(await runner.Ended.WaitAsync(cancellation), getInputsAndOutputs, Converter)
                : InstanceView.Of(runner.State, getInputsAndOutputs, Converter);
        }

        return await session.Parts.Instances.FindEndedAsync(instanceId, cancellation) is { } ended
            ? InstanceView.Of(ended, getInputsAndOutputs, Converter)
            : null;
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        var query = filter ?? new OrchestrationQuery();
        return Pageable.Create(async (continuation, size, cancellation) => await InstancePages.ReadAsync(
            await engine.SessionAsync(cancellation), query, continuation ?? query.ContinuationToken, size ?? query.PageSize, cancellation));
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var session = await engine.SessionAsync(cancellation);
        return new PurgeResult(await InstancePurge.PurgeAsync(session, instanceId, options?.Recursive ?? false, cancellation), isComplete: true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return await InstancePurge.PurgeAsync(await engine.SessionAsync(cancellation), filter, options?.Recursive ?? false, cancellation);
    }

    public override async Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var instance = await GetInstancesAsync(instanceId, getInputsAndOutputs: true, cancellation)
            ?? throw new ArgumentException($"An orchestration with the instanceId {instanceId} was not found.", nameof(instanceId));
        if (!restartWithNewInstanceId && !instance.IsCompleted)
        {
            throw new InvalidOperationException($"An orchestration with the instanceId {instanceId} cannot be restarted: it has not ended.");
        }

        var options = new StartOrchestrationOptions(restartWithNewInstanceId ? null : instanceId) { Tags = instance.Tags };
        return await InstanceStarts.StartAsync(
            await engine.SessionAsync(cancellation), instance.Name, instance.SerializedInput, options, cancellation);
    }

    public override async Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pageSize);
        var session = await engine.SessionAsync(cancellation);
        var ended = await session.Parts.Instances.QueryEndedAsync(
            new EndedFilter
            {
                Statuses = runtimeStatus?.ToList(),
                EndedFrom = completedTimeFrom,
                EndedTo = completedTimeTo,
                After = string.IsNullOrEmpty(lastInstanceKey) ? null : lastInstanceKey,
            },
            pageSize,
            withPayloads: false,
            cancellation);
        return new Page<string>([.. ended.Select(record => record.InstanceId)], ended.Count < pageSize ? null : ended[^1].InstanceId);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId, Func<InstanceRunner, Task> until, bool withPayloads, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        while (true)
        {
            try
            {
                return await WaitAsync(await engine.SessionAsync(cancellationToken), instanceId, until, withPayloads, cancellationToken);
            }
            catch (HubSessionEndedException)
            {
                // The hub was lost: the wait goes on when it is this process's again, or ends with the caller's patience.
            }
        }
    }

    private async Task<OrchestrationMetadata> WaitAsync(
        HubSession session, string instanceId, Func<InstanceRunner, Task> until, bool withPayloads, CancellationToken cancellationToken)
    {
        Task? appeared = null;
        while (true)
        {
            if (session.Find(instanceId) is { } runner)
            {
                await until(runner).WaitAsync(cancellationToken);
                return runner.Ended.IsCompletedSuccessfully
                    ? InstanceView.Of(await runner.Ended, withPayloads, Converter)
                    : InstanceView.Of(runner.State, withPayloads, Converter);
            }

            if (await session.Parts.Instances.FindEndedAsync(instanceId, cancellationToken) is { } ended)
            {
                return InstanceView.Of(ended, withPayloads, Converter);
            }

            // Asked for before looking once more: an instance that is started in between is not missed.
            if (appeared is null)
            {
                appeared = session.WhenStarted(instanceId);
            }
            else
            {
                await appeared.WaitAsync(cancellationToken);
                appeared = null;
            }
        }
    }

    private async Task SteerAsync(
        string instanceId, string verb, HistoryEvent wish, Func<OrchestrationRuntimeStatus, bool> isPossible, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var session = await engine.SessionAsync(cancellationToken);
        if (session.Find(instanceId) is { IsEnding: false } runner)
        {
            await runner.Loaded.WaitAsync(cancellationToken);
            if (isPossible(runner.State.Status) && await runner.PostAsync(wish, null).WaitAsync(cancellationToken))
            {
                return;
            }
        }

        var instance = await GetInstancesAsync(instanceId, getInputsAndOutputs: false, cancellationToken)
            ?? throw new ArgumentException($"No instance with ID '{instanceId}' was found.", nameof(instanceId));
        throw new InvalidOperationException(
            $"Cannot {verb} the orchestration instance {instanceId} because instance is in the {instance.RuntimeStatus} state.");
    }
}
