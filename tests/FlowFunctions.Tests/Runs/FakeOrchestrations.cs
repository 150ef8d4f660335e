using System.Collections.Concurrent;
using System.Text.Json;
using FlowFunctions.Runs;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Moq;

namespace FlowFunctions.Tests.Runs;

/// <summary>A client of orchestrations that only exist on paper.</summary>
internal sealed class FakeOrchestrations
{
    private readonly Mock<DurableTaskClient> _client = new(MockBehavior.Strict, "test");

    public FakeOrchestrations()
    {
        _client.Setup(c => c.ScheduleNewOrchestrationInstanceAsync(
                nameof(RunFlow), It.IsAny<object?>(), It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
            .Returns((TaskName _, object? input, StartOrchestrationOptions? options, CancellationToken _) => Schedule(input!, options!.InstanceId!));
        _client.Setup(c => c.GetInstanceAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns(async (string id, CancellationToken token) =>
            {
                await (OnFind?.Invoke() ?? Task.CompletedTask).WaitAsync(token);
                return Find(id);
            });
        _client.Setup(c => c.GetInstanceAsync(It.IsAny<string>(), true, It.IsAny<CancellationToken>()))
            .Returns((string id, bool _, CancellationToken _) =>
            {
                OnWholeFind?.Invoke();
                return Task.FromResult(Find(id));
            });
        _client.Setup(c => c.TerminateInstanceAsync(It.IsAny<string>(), It.IsAny<TerminateInstanceOptions?>(), It.IsAny<CancellationToken>()))
            .Returns((string id, TerminateInstanceOptions? options, CancellationToken _) =>
            {
                Assert.True(options!.Recursive);
                Instances[id] = OrchestrationRuntimeStatus.Terminated;
                return Task.CompletedTask;
            });
        _client.Setup(c => c.RaiseEventAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<object?>(), It.IsAny<CancellationToken>()))
            .Returns((string id, string name, object? payload, CancellationToken _) =>
            {
                Raised.Add($"{name} by {(payload is string[] names ? $"[{string.Join(',', names)}]" : payload)} to {id}");
                OnRaise?.Invoke();
                return RaiseFault is null ? Task.CompletedTask : Task.FromException(RaiseFault);
            });
    }

    public DurableTaskClient Client => _client.Object;

    public ConcurrentDictionary<string, OrchestrationRuntimeStatus> Instances { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, LiveStatus> Statuses { get; } = new(StringComparer.Ordinal);

    /// <summary>Of steps: how the orchestration stands, when it last moved, and when it says that it asks next.</summary>
    public Dictionary<string, (OrchestrationRuntimeStatus Status, DateTimeOffset MovedAt, DateTime? NextAt)> Waits { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<RunInput> Scheduled { get; } = new();

    public List<string> Raised { get; } = [];

    /// <summary>What happens just before an instance is looked for.</summary>
    public Func<Task>? OnFind { get; set; }

    /// <summary>What happens just before an instance is looked for with its input and its status.</summary>
    public Action? OnWholeFind { get; set; }

    /// <summary>When the instances last made progress.</summary>
    public DateTimeOffset LastUpdatedAt { get; set; }

    /// <summary>Whether the process that asks has stopped: none of its requests arrives.</summary>
    public Func<bool> IsStopped { get; set; } = () => false;

    public Exception? ScheduleFault { get; set; }

    public bool IsScheduledInSpiteOfFault { get; set; }

    public Exception? RaiseFault { get; set; }

    public Action? OnRaise { get; set; }

    private Task<string> Schedule(object input, string id)
    {
        if (IsStopped())
        {
            return Task.FromException<string>(new InvalidOperationException("The process has stopped."));
        }

        if (ScheduleFault is null || IsScheduledInSpiteOfFault)
        {
            Scheduled.Enqueue(StoredRunInput.Read(JsonDataConverter.Default.Deserialize<JsonElement>(JsonDataConverter.Default.Serialize(input))));
            Assert.True(Instances.TryAdd(id, OrchestrationRuntimeStatus.Running));
        }

        return ScheduleFault is null ? Task.FromResult(id) : Task.FromException<string>(ScheduleFault);
    }

    private OrchestrationMetadata? Find(string id) =>
        IsStopped() ? throw new InvalidOperationException("The process has stopped.")
        : Waits.TryGetValue(id, out var wait)
            ? new OrchestrationMetadata(nameof(AwaitStep), id)
            {
                RuntimeStatus = wait.Status,
                LastUpdatedAt = wait.MovedAt,
                DataConverter = JsonDataConverter.Default,
                SerializedCustomStatus = JsonDataConverter.Default.Serialize(wait.NextAt),
            }
        : Instances.TryGetValue(id, out var status)
            ? new OrchestrationMetadata(nameof(RunFlow), id)
            {
                RuntimeStatus = status,
                LastUpdatedAt = LastUpdatedAt,
                SerializedInput = Scheduled.FirstOrDefault(input => input.Run.Id == id) is { } input ? JsonDataConverter.Default.Serialize(StoredRunInput.Of(input)) : null,
                DataConverter = JsonDataConverter.Default,
                SerializedCustomStatus = Statuses.TryGetValue(id, out var live) ? JsonDataConverter.Default.Serialize(live) : null,
            }
            : null;
}
