using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Embedded.Engine.Replay;

/// <summary>The context that an orchestrator sees. Every member may be used in the orchestrator's turn only.</summary>
internal sealed class EngineOrchestrationContext(OrchestrationExecution execution, DataConverter converter, ILoggerFactory loggers)
    : TaskOrchestrationContext
{
    /// <summary>In bytes of UTF-16, as the Durable extension counts.</summary>
    private const int CustomStatusLimit = 16 * 1024;

    private int _guids;

    public override TaskName Name => execution.Record.Name;

    public override string InstanceId => execution.Record.InstanceId;

    public override string Version => execution.Record.Version;

    public override ParentOrchestrationInstance? Parent =>
        execution.Record.Parent is { } parent ? new ParentOrchestrationInstance(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => execution.Now;

    public override bool IsReplaying => execution.IsReplaying;

    protected override ILoggerFactory LoggerFactory => loggers;

    public override T? GetInput<T>()
        where T : default => converter.Deserialize<T>(execution.Record.Input);

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        EnsureInTurn();
        EnsureName(name, nameof(name));
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException(
                $"The input is a {nameof(TaskOptions)}. Was it meant to be the {nameof(options)}? Then give it by that name.", nameof(input));
        }

        var serialized = converter.Serialize(input);
        var result = await RetriedCall.InvokeAsync(
            this, name.Name, options?.Retry, () => execution.Open(new CallActivity(execution.NextTaskId(), name.Name, serialized)));
        return converter.Deserialize<TResult>(result)!;
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        EnsureInTurn();
        EnsureName(orchestratorName, nameof(orchestratorName));
        var instanceId = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        if (InstanceIds.Fault(instanceId) is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }

        var serialized = converter.Serialize(input);
        IReadOnlyDictionary<string, string> tags =
            options?.Tags?.ToImmutableDictionary(StringComparer.Ordinal) ?? ImmutableDictionary<string, string>.Empty;
        var result = await RetriedCall.InvokeAsync(
            this,
            orchestratorName.Name,
            options?.Retry,
            () => execution.Open(new StartChild(
                execution.NextTaskId(), orchestratorName.Name, instanceId, serialized, options?.Version?.Version ?? string.Empty, tags)));
        return converter.Deserialize<TResult>(result)!;
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        EnsureInTurn();
        var timer = new StartTimer(execution.NextTaskId(), fireAt.ToUniversalTime());
        var fired = execution.Open(timer);
        var cancellation = cancellationToken.Register(() => execution.CancelTimer(timer.TaskId, cancellationToken));
        try
        {
            await fired;
        }
        finally
        {
            // Not disposed: that could wait for the very callback that runs this.
            cancellation.Unregister();
        }
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        EnsureInTurn();
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return execution.Events.WaitAsync<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        EnsureInTurn();
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        execution.Send(new SendEvent(execution.NextTaskId(), instanceId, eventName, converter.Serialize(payload)));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        EnsureInTurn();
        var serialized = converter.Serialize(customStatus);
        var size = serialized is null ? 0 : Encoding.Unicode.GetByteCount(serialized);
        if (size > CustomStatusLimit)
        {
            throw new ArgumentException(
                $"The UTF-16 size of the custom status as JSON must not exceed {CustomStatusLimit / 1024} KB; it is {size / 1024.0:F1} KB.", nameof(customStatus));
        }

        execution.CustomStatus = serialized;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        EnsureInTurn();
        ArgumentNullException.ThrowIfNull(options);
        execution.ContinueAsNew(
            converter.Serialize(options.NewInput),
            options.PreserveUnprocessedEvents,
            string.IsNullOrWhiteSpace(options.NewVersion) ? null : options.NewVersion);
    }

    public override Guid NewGuid()
    {
        EnsureInTurn();
        return DeterministicGuid.Of(string.Create(CultureInfo.InvariantCulture, $"{InstanceId}_{CurrentUtcDateTime:o}_{_guids++}"));
    }

    private static void EnsureName(TaskName name, string parameter)
    {
        if (string.IsNullOrEmpty(name.Name))
        {
            throw new ArgumentException("A function name must be given.", parameter);
        }
    }

    private void EnsureInTurn()
    {
        if (!execution.IsInTurn)
        {
            throw new InvalidOperationException(
                "An orchestrator used its context outside of its turn: it awaited something that is not a task of its context, "
                + "or left its thread by ConfigureAwait(false) or Task.Run.");
        }
    }
}
