using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Tests.Targets;
using Microsoft.DurableTask;
using Moq;

namespace FlowFunctions.Tests.Runs.Running;

public sealed class AwaitStepTests
{
    private static readonly DateTime First = RunInputs.Start.AddSeconds(30);

    private readonly Mock<TaskOrchestrationContext> _context = new(MockBehavior.Strict);
    private readonly TaskCompletionSource<string> _cancel = new();
    private readonly List<DateTime> _timers = [];
    private readonly List<DateTime> _told = [];
    private readonly Queue<StepReport> _reports = new();
    private TaskCompletionSource _timer = new();
    private TaskCompletionSource<string[]?> _wake = new();
    private DateTime? _now;

    public AwaitStepTests()
    {
        _context.Setup(c => c.GetInput<StepWait>()).Returns(new StepWait(TargetHost.Call("https://example.com"), First));
        _context.SetupGet(c => c.CurrentUtcDateTime).Returns(() => _now ?? (_timers[^1] + DurableTimers.Precision));
        _context.Setup(c => c.WaitForExternalEvent<string>(RunFlow.CancelEvent, It.IsAny<CancellationToken>())).Returns(_cancel.Task);
        _context.Setup(c => c.WaitForExternalEvent<string[]?>(RunFlow.WakeEvent, It.IsAny<CancellationToken>())).Returns(() => (_wake = new()).Task);
        _context.Setup(c => c.SetCustomStatus(It.IsAny<object?>())).Callback((object? status) => _told.Add((DateTime)status!));
        _context.Setup(c => c.CreateTimer(It.IsAny<DateTime>(), It.IsAny<CancellationToken>()))
            .Returns((DateTime fireAt, CancellationToken _) =>
            {
                _timers.Add(fireAt - DurableTimers.Precision);
                return (_timer = new()).Task;
            });
        _context.Setup(c => c.CallActivityAsync<StepReport>(nameof(ContinueStep), It.IsAny<object?>(), It.IsAny<TaskOptions?>()))
            .Returns(() => Task.FromResult(_reports.Dequeue()));
    }

    [Fact]
    public async Task Step_is_asked_when_it_wants_to_be_until_it_ends()
    {
        var end = StepReport.Ended(new StepOutcome(StepOutcomeKind.Success, "done"));
        _reports.Enqueue(StepReport.Waiting(First.AddSeconds(5)));
        _reports.Enqueue(end);

        var result = AwaitStep.RunAsync(_context.Object);
        _timer.SetResult();
        Assert.False(result.IsCompleted);
        _timer.SetResult();

        Assert.Equal(end, await result);
        Assert.Equal([First, First.AddSeconds(5)], _timers);
        Assert.Equal(_timers, _told);
    }

    [Fact]
    public async Task Wait_whose_timer_is_lost_goes_on_when_it_is_woken_after_its_time()
    {
        var end = StepReport.Ended(new StepOutcome(StepOutcomeKind.Success, "done"));
        _reports.Enqueue(end);
        _now = First.AddTicks(-1);

        var result = AwaitStep.RunAsync(_context.Object);
        _wake.SetResult([]);
        Assert.False(result.IsCompleted);
        _now = First;
        _wake.SetResult(null);

        Assert.Equal(end, await result);
        Assert.Equal(First, Assert.Single(_timers));
    }

    [Fact]
    public async Task Exchange_whose_report_is_lost_is_made_again_when_the_wait_is_woken()
    {
        var end = StepReport.Ended(new StepOutcome(StepOutcomeKind.Success, "done"));
        var calls = 0;
        _context.Setup(c => c.CallActivityAsync<StepReport>(nameof(ContinueStep), It.IsAny<object?>(), It.IsAny<TaskOptions?>()))
            .Returns(() => calls++ == 0 ? new TaskCompletionSource<StepReport>().Task : Task.FromResult(end));

        var result = AwaitStep.RunAsync(_context.Object);
        _timer.SetResult();
        Assert.False(result.IsCompleted);
        _wake.SetResult([]);

        Assert.Equal((end, 2), (await result, calls));
    }

    [Fact]
    public async Task Cancel_ends_the_wait_without_another_exchange()
    {
        var result = AwaitStep.RunAsync(_context.Object);
        _cancel.SetResult("run");

        Assert.Equal(RunErrorCodes.Cancelled, (await result).Outcome?.ErrorCode);
        _context.Verify(c => c.CallActivityAsync<StepReport>(nameof(ContinueStep), It.IsAny<object?>(), It.IsAny<TaskOptions?>()), Times.Never);
    }

    [Fact]
    public async Task History_starts_over_before_it_grows_long()
    {
        object? next = null;
        _context.Setup(c => c.ContinueAsNew(It.IsAny<object?>(), true)).Callback((object? input, bool _) => next = input);
        for (var i = 1; i <= AwaitStep.ExchangesPerExecution; i++)
        {
            _reports.Enqueue(StepReport.Waiting(First.AddSeconds(i)));
        }

        var result = AwaitStep.RunAsync(_context.Object);
        while (!result.IsCompleted)
        {
            _timer.SetResult();
        }

        await result;
        Assert.Equal(First.AddSeconds(AwaitStep.ExchangesPerExecution), Assert.IsType<StepWait>(next).NextAt);
        Assert.Equal(AwaitStep.ExchangesPerExecution, _timers.Count);
    }

    [Fact]
    public async Task Cancel_that_comes_with_the_last_exchange_is_not_lost()
    {
        for (var i = 1; i < AwaitStep.ExchangesPerExecution; i++)
        {
            _reports.Enqueue(StepReport.Waiting(First.AddSeconds(i)));
        }

        var result = AwaitStep.RunAsync(_context.Object);
        while (_reports.Count > 0)
        {
            _timer.SetResult();
        }

        _context.Setup(c => c.CallActivityAsync<StepReport>(nameof(ContinueStep), It.IsAny<object?>(), It.IsAny<TaskOptions?>()))
            .Returns(() =>
            {
                _cancel.SetResult("run");
                return Task.FromResult(StepReport.Waiting(First.AddHours(1)));
            });
        _timer.SetResult();

        Assert.Equal(RunErrorCodes.Cancelled, (await result).Outcome?.ErrorCode);
        _context.Verify(c => c.ContinueAsNew(It.IsAny<object?>(), It.IsAny<bool>()), Times.Never);
    }
}
