using System.Collections.Immutable;
using DurableTask.Core.Exceptions;
using FlowFunctions.Embedded.Engine.History;
using FlowFunctions.Embedded.Engine.Instances;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Engine;

/// <summary>Starts instances for clients, one for each id.</summary>
internal static class InstanceStarts
{
    /// <summary>What the Durable extension does not replace, unless told otherwise: an instance that has not ended.</summary>
    private static readonly ImmutableHashSet<OrchestrationRuntimeStatus> NotEnded =
    [
        OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended,
    ];

    /// <exception cref="ArgumentException">The orchestrator does not exist, or an option is invalid.</exception>
    /// <exception cref="OrchestrationAlreadyExistsException">The id is taken.</exception>
    public static async Task<string> StartAsync(
        HubSession session, string name, string? input, StartOrchestrationOptions? options, CancellationToken cancellationToken)
    {
        var parts = session.Parts;
        if (name is null || parts.Functions.FindOrchestrator(name) is null)
        {
            throw new ArgumentException(UnknownFunctions.Orchestrator(name ?? string.Empty, parts.Functions), nameof(name));
        }

        var id = options?.InstanceId ?? Guid.CreateVersion7().ToString("n");
        if (InstanceIds.Fault(id) is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }

        var kept = StatusesThatKeep(options);
        await RefuseEndedAsync(session, id, kept, cancellationToken);
        var record = NewRecord(id, name, input, options, parts.UtcNow);
        while (true)
        {
            // Not cancelled half-way: whether the instance was stored would be unknown.
            var (runner, isNew) = await session.TryStartAsync(record).WaitAsync(cancellationToken);
            if (isNew)
            {
                return id;
            }

            if (!runner.IsEnding)
            {
                await runner.Loaded.WaitAsync(cancellationToken);
                if (kept.Contains(runner.State.Status))
                {
                    throw new OrchestrationAlreadyExistsException($"An Orchestration instance with the status {runner.State.Status} already exists.");
                }

                await runner.PostAsync(new ExecutionTerminated(null, Recursive: false), null).WaitAsync(cancellationToken);
            }

            await runner.Gone.WaitAsync(cancellationToken);
            await RefuseEndedAsync(session, id, kept, cancellationToken);
        }
    }

    private static ActiveRecord NewRecord(string id, string name, string? input, StartOrchestrationOptions? options, DateTime now)
    {
        var startAt = options?.StartAt?.UtcDateTime;
        var isLater = startAt > now;
        return new ActiveRecord(
            id,
            HubSession.NewExecutionId(),
            0,
            name,
            options?.Version?.Version ?? string.Empty,
            input,
            options?.Tags ?? ImmutableDictionary<string, string>.Empty,
            now,
            isLater ? null : now,
            isLater ? startAt : null,
            null,
            null,
            [],
            ImmutableDictionary<string, int>.Empty);
    }

    private static ImmutableHashSet<OrchestrationRuntimeStatus> StatusesThatKeep(StartOrchestrationOptions? options) =>
        options?.DedupeStatuses is not { } names ? NotEnded : [.. names.Select(Parse)];

    private static OrchestrationRuntimeStatus Parse(string name) => Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status)
        ? status
        : throw new ArgumentException($"Invalid orchestration runtime status: '{name}' for deduplication.", nameof(name));

    private static async Task RefuseEndedAsync(
        HubSession session, string id, ImmutableHashSet<OrchestrationRuntimeStatus> kept, CancellationToken cancellationToken)
    {
        if (!kept.IsSubsetOf(NotEnded) && session.Find(id) is null
            && await session.Parts.Instances.FindEndedAsync(id, cancellationToken) is { } ended && kept.Contains(ended.Status))
        {
            throw new OrchestrationAlreadyExistsException($"An Orchestration instance with the status {ended.Status} already exists.");
        }
    }
}
