using System.ComponentModel;
using FlowFunctions.LocalHost.Rpc;
using FlowFunctions.LocalHost.Workers;
using FlowFunctions.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace FlowFunctions.LocalHost.Tests.Workers;

public sealed class WorkerSupervisorTests : IAsyncDisposable
{
    private readonly WorkerDoor _door = new(new WorkerLog(NullLoggerFactory.Instance));
    private readonly Mock<IWorkerLauncher> _launcher = new();
    private readonly List<SimulatedWorker> _workers = [];
    private readonly Queue<Func<WorkerConnection, SimulatedWorker>> _launches = new();
    private readonly WorkerSupervisor _supervisor;

    public WorkerSupervisorTests()
    {
        _launcher.SetupGet(launcher => launcher.CanRestart).Returns(true);
        _launcher.SetupGet(launcher => launcher.ApplicationDirectory).Returns("/app");
        _launcher.Setup(launcher => launcher.LaunchAsync(It.IsAny<WorkerConnection>(), It.IsAny<CancellationToken>())).ReturnsAsync((WorkerConnection connection, CancellationToken _) =>
        {
            _workers.Add(_launches.Dequeue()(connection));
            return _workers[^1];
        });
        _supervisor = new(_launcher.Object, _door, new Uri("http://host.example"), TimeSpan.FromMinutes(1), NullLogger<WorkerSupervisor>.Instance);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _supervisor.DisposeAsync();

    /// <summary>Such as a machine that has no room for a process.</summary>
    [Fact]
    public async Task Worker_that_cannot_be_started_again_for_whatever_reason_is_tried_until_it_is()
    {
        _launches.Enqueue(Worker("Run"));
        _launches.Enqueue(_ => throw new Win32Exception("Resource temporarily unavailable"));
        _launches.Enqueue(Worker("Run"));
        await _supervisor.StartAsync(Cancel);
        var first = (await _supervisor.FunctionAsync("Run", Cancel)).Channel;

        _workers[0].Crash();

        await Wait.Until(() => _workers.Count == 2 && _supervisor.Current is not null);
        Assert.NotSame(first, (await _supervisor.FunctionAsync("Run", Cancel)).Channel);
        Assert.Empty(_launches);
        Assert.False(_supervisor.GaveUp.IsCompleted);
    }

    /// <summary>The Durable Task extension gives its message back, and does not put on record that the orchestration failed.</summary>
    [Fact]
    public async Task Function_that_the_next_worker_lacks_has_not_failed()
    {
        _launches.Enqueue(Worker("Run"));
        _launches.Enqueue(Worker("Another"));
        await _supervisor.StartAsync(Cancel);

        _workers[0].Crash();

        await Wait.Until(() => _workers.Count == 2 && _supervisor.Current is not null);
        Assert.Equal("Another", (await _supervisor.FunctionAsync("Another", Cancel)).Function.Name);
        await Assert.ThrowsAsync<WorkerProcessExitException>(() => _supervisor.FunctionAsync("Run", Cancel));
    }

    /// <summary>As one is that has waited for as long as functions may take.</summary>
    [Fact]
    public async Task Call_that_is_cancelled_while_no_worker_is_there_has_not_failed()
    {
        using var cancelled = new CancellationTokenSource();
        var waiting = _supervisor.FunctionAsync("Run", cancelled.Token);
        Assert.False(waiting.IsCompleted);

        await cancelled.CancelAsync();

        await Assert.ThrowsAsync<WorkerProcessExitException>(() => waiting);
    }

    private Func<WorkerConnection, SimulatedWorker> Worker(string function) => connection => new(_door, connection, function);
}
