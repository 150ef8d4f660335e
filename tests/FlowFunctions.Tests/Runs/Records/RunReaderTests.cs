using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Testing;
using Microsoft.DurableTask.Client;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Records;

[Needs(Need.Azurite)]
public sealed class RunReaderTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly FakeOrchestrations _orchestrations = new();
    private readonly RunDocument _run = Of(Step("a"), Step("b", "a")).Run;
    private RunScope _scope = null!;

    public async ValueTask InitializeAsync()
    {
        _scope = await RunScope.CreateAsync(azurite.ConnectionString);
        await _scope.Runs.PutAsync(_run, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Unknown_run_is_null() =>
        Assert.Null(await _scope.Reader.GetAsync(_orchestrations.Client, Id("z"), CancellationToken.None));

    [Fact]
    public async Task Twenty_viewers_at_once_ask_storage_twice_at_most_who_resumed_a_run()
    {
        using var counter = new FaultingTransport(0, isCarriedOut: true);
        var reader = _scope.Through(counter).Reader;
        await _scope.Runs.NoteResumedAsync(RunId, Id("z"), CancellationToken.None);

        var told = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => reader.FindResumedByAsync(RunId, CancellationToken.None)));

        Assert.All(told, resumedBy => Assert.Equal(Id("z"), resumedBy));
        Assert.InRange(counter.Requests, 1, 2);
    }

    [Fact]
    public async Task Scheduled_run_reads_as_pending()
    {
        _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Pending;

        var run = await ReadAsync();

        Assert.Null(run.Result);
        Assert.All(run.Steps, step => Assert.Equal(StepStatus.Pending, step.Status));
    }

    [Fact]
    public async Task Running_run_is_read_live_with_what_its_targets_tell()
    {
        _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Running;
        _orchestrations.Statuses[RunId] = new LiveStatus
        {
            Steps = [new() { Status = StepStatus.Failure, Begin = 0, End = 1500, Attempts = 2, Message = "no rows", ErrorCode = 42 }, new() { Status = StepStatus.Running, Begin = 1500, Attempts = 1 }],
        };
        await _scope.Handles.TrySaveAsync(RunId, Id("a"), new StepHandle { Message = "old" }, CancellationToken.None);
        await _scope.Handles.TrySaveAsync(
            RunId, Id("b"), new StepHandle { Task = "task-1", Attempts = 3, Progress = 0.5, Ahead = 2, Message = "halfway" }, CancellationToken.None);

        var steps = (await ReadAsync()).Steps;

        Assert.Equal(
            new StepRecord { Referrer = Id("a"), Name = "a", Status = StepStatus.Failure, StartDate = Start, EndDate = Start.AddSeconds(1.5), Attempts = 2, Message = "no rows", ErrorCode = 42 },
            steps[0]);
        Assert.Equal(
            new StepRecord { Referrer = Id("b"), Name = "b", Status = StepStatus.Running, StartDate = Start.AddSeconds(1.5), Attempts = 3, Progress = 0.5, Ahead = 2, Message = "halfway" },
            steps[1]);
    }

    [Theory]
    [InlineData(1, 0.5, "Try 2 of 4 starts at 08:00:30 UTC; last: no rows", 2)]
    [InlineData(2, 0.25, "loading", 3)]
    [InlineData(2, 0.25, null, 3)]
    public async Task Handle_of_an_earlier_try_says_nothing_of_a_step_that_is_tried_again(int handleOf, double progress, string? message, int attempts)
    {
        const string Status = "Try 2 of 4 starts at 08:00:30 UTC; last: no rows";
        _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Running;
        _orchestrations.Statuses[RunId] = new LiveStatus
        {
            Steps = [new() { Status = StepStatus.Running, Begin = 0, Attempts = 2, Retries = 1, Message = Status }, new()],
        };
        var handle = new StepHandle { Try = handleOf, Task = "task", Attempts = attempts, Progress = progress, Message = handleOf == 1 ? "halfway" : message };
        await _scope.Handles.TrySaveAsync(RunId, Id("a"), handle, CancellationToken.None);

        var step = (await ReadAsync()).Steps[0];

        Assert.Equal((attempts, message ?? Status, handleOf == 1 ? null : progress), (step.Attempts, step.Message, step.Progress));
    }

    [Fact]
    public async Task Ended_run_is_read_from_its_record_alone()
    {
        var ended = _run with { EndDate = Start.AddMinutes(1), Result = new RunResult(true, "Success", null) };
        await _scope.Runs.PutAsync(ended, CancellationToken.None);

        Assert.Equal(ended.Result, (await ReadAsync()).Result);
    }

    [Fact]
    public async Task Run_without_an_orchestration_reads_as_interrupted_after_the_grace()
    {
        Assert.Null((await ReadAsync()).Result);

        _scope.Time.Advance(RunLock.StartGrace);

        Assert.Equal("Failed: the run was interrupted", (await ReadAsync()).Result?.Message);
    }

    /// <summary>The host was lost between the release of the lock and the record, and the hub with the run.</summary>
    [Fact]
    public async Task Run_without_an_orchestration_that_has_ended_in_its_history_reads_as_that()
    {
        var ended = _run with { EndDate = Start.AddSeconds(9), Result = new RunResult(true, "Success", null), Steps = [.. _run.Steps.Select(step => step with { Status = StepStatus.Success })] };
        await _scope.History.AddAsync(ended, end: null, CancellationToken.None);
        _scope.Time.Advance(RunLock.StartGrace);

        var read = await ReadAsync();

        Assert.Equal((ended.EndDate, ended.Result), (read.EndDate, read.Result));
        Assert.All(read.Steps, step => Assert.Equal(StepStatus.Success, step.Status));
    }

    private async Task<RunDocument> ReadAsync() => (await _scope.Reader.GetAsync(_orchestrations.Client, RunId, CancellationToken.None))!;
}
