using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Notifications.Configuration;
using FlowFunctions.Runs;
using FlowFunctions.Security;
using FlowFunctions.Steps;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Schedules;
using Microsoft.DurableTask.Client;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Starting;

[Needs(Need.Azurite)]
public sealed class RunStarterTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly RunOrder Order = new(new("eve", RunTrigger.Manual), "trace");

    private readonly FakeOrchestrations _orchestrations = new();
    private RunScope _scope = null!;

    public async ValueTask InitializeAsync()
    {
        _scope = await RunScope.CreateAsync(azurite.ConnectionString);
        await _scope.AddFlowAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Start_takes_the_lock_shows_the_run_and_schedules_it_under_its_id()
    {
        var runId = await StartedAsync();

        var input = Assert.Single(_orchestrations.Scheduled);
        Assert.Equal((runId, FlowId, RunKind.Flow, "eve"), (input.Run.Id, input.Run.OwnerId, input.Run.Kind, input.Run.Trigger.User));
        Assert.Equal(["a", "b"], input.Flow.Steps.Select(step => step.Name));
        Assert.Equal(["https://example.com/a", "https://example.com/b"], input.Integrations.Select(integration => integration.Endpoint?.Url));
        var flow = await _scope.FlowAsync();
        Assert.Equal((runId, _scope.Time.GetUtcNow()), (flow.ActiveRunId, flow.ActiveSince));
        Assert.Equal(("eve", "Running", false, null), (flow.LatestRun?.TriggeredBy, flow.LatestRun?.Message, flow.LatestRun?.Success, flow.LatestRun?.EndDate));
        Assert.Equal([runId], await _scope.RunIdsAsync());
        Assert.Equal(["a", "b"], (await _scope.Reader.GetAsync(_orchestrations.Client, runId, CancellationToken.None))!.Steps.Select(step => step.Name));
    }

    [Theory]
    [InlineData(null, 24)]
    [InlineData(2, 2)]
    [InlineData(48, 24)]
    public async Task Run_may_take_as_long_as_flow_and_service_both_allow(int? timeout, int expected)
    {
        var retry = new StepRetry { Count = 2 };
        var flow = await _scope.FlowAsync();
        var limited = flow.Input with
        {
            Timeout = timeout is { } hours ? TimeSpan.FromHours(hours) : null,
            Steps = [flow.Input.Steps[0] with { Timeout = TimeSpan.FromMinutes(5), Retry = retry }, flow.Input.Steps[1]],
        };
        Assert.True((await _scope.Flows.UpdateAsync(FlowId, current => current with { Input = limited }, CancellationToken.None)).IsWritten);

        await StartedAsync();

        var input = Assert.Single(_orchestrations.Scheduled);
        Assert.Equal(TimeSpan.FromHours(expected), input.MaxRunDuration);
        Assert.Equal([TimeSpan.FromMinutes(5), null], input.Flow.Steps.Select(step => step.Timeout));
        Assert.Equal([retry, null], input.Flow.Steps.Select(step => step.Retry));
    }

    /// <summary>Beside it, each step begins its handle: 8 + 2 n for a flow that is notified of failures, as every new one is, as infra/docs/scale.md tells it.</summary>
    [Fact]
    public async Task Run_that_follows_another_costs_four_requests_at_its_start_and_four_and_one_a_step_at_its_end()
    {
        var notified = await new DefaultNotifications(_scope.Notifications, _scope.Time).CreateAsync(FlowId, new("ann", Role.Editor), CancellationToken.None);
        await _scope.Flows.UpdateAsync(FlowId, flow => flow with { NotificationId = notified, NotifiedTypes = DefaultNotifications.Types }, CancellationToken.None);
        using var counter = new FaultingTransport(0, isCarriedOut: true);
        var process = _scope.Through(counter);
        await RunAsync();
        var first = counter.Requests;

        await RunAsync();

        Assert.Equal(4 + 4 + 2, counter.Requests - first);
        Assert.Equal(2, (await _scope.History.PageAsync(FlowId, 10, 0, CancellationToken.None)).TotalSize);
        Assert.Equal(2, (await _scope.History.PageAsync(Id("a"), 10, 0, CancellationToken.None)).TotalSize);

        async Task RunAsync()
        {
            var started = Assert.IsType<RunStart.Started>(await process.Starter.StartFlowAsync(_orchestrations.Client, FlowId, RunRequest.Everything, Order, CancellationToken.None));
            var run = _orchestrations.Scheduled.Single(input => input.Run.Id == started.RunId).Run;
            await process.Recorder.RecordAsync(
                run with
                {
                    EndDate = run.StartDate.AddSeconds(2),
                    Result = new(true, "Success", null),
                    Steps = [.. run.Steps.Select(step => step with { Status = StepStatus.Success, StartDate = run.StartDate, EndDate = run.StartDate.AddSeconds(1) })],
                },
                CancellationToken.None);
            _scope.Time.Advance(TimeSpan.FromSeconds(2));
        }
    }

    [Fact]
    public async Task Of_simultaneous_starts_one_runs_and_the_others_are_told_which()
    {
        var starts = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => StartAsync())));

        var started = Assert.Single(starts.OfType<RunStart.Started>());
        Assert.Equal(15, starts.OfType<RunStart.Busy>().Count(busy => busy.RunId == started.RunId));
        Assert.Equal(started.RunId, Assert.Single(_orchestrations.Scheduled).Run.Id);
    }

    [Fact]
    public async Task Unknown_flow_is_not_started() =>
        Assert.IsType<RunStart.Unknown>(await _scope.Starter.StartFlowAsync(
            _orchestrations.Client, Id("z"), RunRequest.Everything, Order, CancellationToken.None));

    [Fact]
    public async Task Selection_that_does_not_fit_the_flow_is_refused_without_a_lock()
    {
        var start = await _scope.Starter.StartFlowAsync(
            _orchestrations.Client, FlowId, new RunRequest { StepsToRun = [Id("z")] }, Order, CancellationToken.None);

        Assert.Equal("stepsToRun[0]", Assert.Single(Assert.IsType<RunStart.Invalid>(start).Problems).Path);
        Assert.Null((await _scope.FlowAsync()).ActiveRunId);
        Assert.Empty(_orchestrations.Scheduled);
    }

    [Fact]
    public async Task Selection_goes_into_the_run()
    {
        await _scope.Starter.StartFlowAsync(_orchestrations.Client, FlowId, new RunRequest { StepsToRun = [Id("b")] }, Order, CancellationToken.None);

        Assert.Equal([Id("b")], Assert.Single(_orchestrations.Scheduled).Run.Selection.StepsToRun);
    }

    [Fact]
    public async Task Integration_that_is_missing_is_left_out_of_the_snapshot()
    {
        await _scope.Integrations.DeleteAsync(await _scope.IntegrationAsync("b"), CancellationToken.None);

        await StartedAsync();

        var input = Assert.Single(_orchestrations.Scheduled);
        Assert.Equal([Id("a")], input.Integrations.Select(integration => integration.Id));
        Assert.Equal(["a", Id("b")], input.Flow.Steps.Select(step => step.Name));
    }

    [Fact]
    public async Task Lock_of_a_running_run_holds_however_old_it_is()
    {
        var runId = await StartedAsync();
        _scope.Time.Advance(TimeSpan.FromHours(5));

        Assert.Equal(new RunStart.Busy(runId), await StartAsync());
    }

    [Fact]
    public async Task Lock_without_an_orchestration_holds_while_the_run_may_still_be_on_its_way()
    {
        var runId = await StartedAsync();
        _orchestrations.Instances.Clear();
        _scope.Time.Advance(RunLock.StartGrace - TimeSpan.FromMilliseconds(1));

        Assert.Equal(new RunStart.Busy(runId), await StartAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(OrchestrationRuntimeStatus.Terminated)]
    [InlineData(OrchestrationRuntimeStatus.Failed)]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    public async Task Lock_left_behind_is_taken_over_and_its_run_put_on_record(OrchestrationRuntimeStatus? left)
    {
        var old = await StartedAsync();
        _orchestrations.Instances.Clear();
        if (left is { } status)
        {
            _orchestrations.Instances[old] = status;
            _orchestrations.Statuses[old] = new LiveStatus { Steps = [new() { Status = StepStatus.Success, Begin = 0, End = 5 }, new() { Status = StepStatus.Running, Begin = 5 }] };
        }

        _scope.Time.Advance(RunLock.StartGrace);
        var runId = await StartedAsync();

        Assert.NotEqual(old, runId);
        Assert.Equal((runId, "Running"), ((await _scope.FlowAsync()).ActiveRunId, (await _scope.FlowAsync()).LatestRun?.Message));
        var record = await _scope.Runs.GetAsync(old, CancellationToken.None);
        Assert.Equal(new RunResult(false, "Failed: the run was interrupted", 1000), record?.Result);
        Assert.Equal(
            left is null ? [StepStatus.NotRun, StepStatus.NotRun] : [StepStatus.Success, StepStatus.Cancelled], record!.Steps.Select(step => step.Status));
        Assert.Equal([runId, old], await _scope.RunIdsAsync());
    }

    [Fact]
    public async Task Lock_left_behind_before_the_run_was_on_record_is_taken_over()
    {
        await _scope.Flows.UpdateAsync(
            FlowId,
            flow => RunLock.Take(flow, Of(Step("a")).Run),
            CancellationToken.None);
        _scope.Time.Advance(RunLock.StartGrace);

        var runId = await StartedAsync();

        Assert.Equal(runId, (await _scope.FlowAsync()).ActiveRunId);
    }

    [Fact]
    public async Task Schedule_that_fails_releases_the_lock_and_leaves_a_record()
    {
        _orchestrations.ScheduleFault = new InvalidOperationException("no backend");

        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());

        var flow = await _scope.FlowAsync();
        Assert.Equal((null, "Failed: the run could not be started", 1000), (flow.ActiveRunId, flow.LatestRun?.Message, flow.LatestRun?.ExecutionErrorCode));
        Assert.NotNull(Assert.Single((await _scope.History.PageAsync(FlowId, 10, 0, CancellationToken.None)).Items).EndDate);
    }

    [Fact]
    public async Task Schedule_whose_answer_is_lost_is_a_start()
    {
        _orchestrations.ScheduleFault = new InvalidOperationException("no answer");
        _orchestrations.IsScheduledInSpiteOfFault = true;

        var runId = await StartedAsync();

        Assert.Equal(runId, (await _scope.FlowAsync()).ActiveRunId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Crash_at_any_storage_call_never_blocks_the_flow_for_longer_than_the_grace(bool isCarriedOut)
    {
        var broken = 0;
        bool isComplete;
        do
        {
            broken++;
            var scope = await RunScope.CreateAsync(azurite.ConnectionString);
            await scope.AddFlowAsync();
            using var transport = new FaultingTransport(broken, isCarriedOut);
            var dying = new FakeOrchestrations();
            try
            {
                await scope.Through(transport).Starter.StartFlowAsync(dying.Client, FlowId, RunRequest.Everything, Order, CancellationToken.None);
            }
            catch (Azure.RequestFailedException)
            {
                // The caller gets an error, and tries again below.
            }

            isComplete = transport.Requests < broken;
            scope.Time.Advance(RunLock.StartGrace);
            var start = await scope.Starter.StartFlowAsync(dying.Client, FlowId, RunRequest.Everything, Order, CancellationToken.None);
            var runId = Assert.Single(dying.Scheduled).Run.Id;
            Assert.Equal(isComplete ? new RunStart.Busy(runId) : new RunStart.Started(runId), start);
        }
        while (!isComplete);

        Assert.InRange(broken, 5, 40);
    }

    /// <summary>The lock's write, asked for again, is answered that the document has changed: by itself.</summary>
    [Fact]
    public async Task Start_of_which_any_request_is_sent_twice_is_a_start()
    {
        var twice = 0;
        bool isComplete;
        do
        {
            twice++;
            var scope = await RunScope.CreateAsync(azurite.ConnectionString);
            await scope.AddFlowAsync();
            using var transport = new FaultingTransport(twice);
            var orchestrations = new FakeOrchestrations();

            var start = await scope.Through(transport).Starter.StartFlowAsync(orchestrations.Client, FlowId, RunRequest.Everything, Order, CancellationToken.None);

            Assert.Equal(start, new RunStart.Started(Assert.Single(orchestrations.Scheduled).Run.Id));
            isComplete = transport.Requests < twice;
        }
        while (!isComplete);

        Assert.InRange(twice, 5, 40);
    }

    [Fact]
    public async Task Run_of_an_order_that_another_try_has_brought_to_its_end_takes_no_lock_from_the_runs_after_it()
    {
        var order = Order with { RunId = RunId };
        string? next = null;
        using var transport = new InterleavingTransport(
            request => request.Uri.Path.Contains("Flows", StringComparison.Ordinal),
            async () =>
            {
                Assert.IsType<RunStart.Started>(await StartAsync(order));
                await EndAsync(RunId, StepStatus.Success, StepStatus.Success);
                next = (await EndedAsync(StepStatus.Success, StepStatus.Success)).Id;
            });

        var start = Assert.IsType<RunStart.Started>(
            await _scope.Through(transport).Starter.StartFlowAsync(_orchestrations.Client, FlowId, RunRequest.Everything, order, CancellationToken.None));

        Assert.Equal((RunId, "over"), (start.RunId, start.Ended?.Result?.Message));
        var flow = await _scope.FlowAsync();
        Assert.Equal((null, next, 2), (flow.ActiveRunId, flow.LatestRun?.Id, flow.RecentDurations.Count));
    }

    /// <summary>Whether it has come to the task hub, nobody knows: the host goes on with it when its caller has gone.</summary>
    [Fact]
    public async Task Start_whose_caller_went_away_while_it_was_scheduled_is_not_put_down_as_failed()
    {
        _orchestrations.ScheduleFault = new Grpc.Core.RpcException(new(Grpc.Core.StatusCode.DeadlineExceeded, "no answer"));
        await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => StartAsync());

        var flow = await _scope.FlowAsync();
        Assert.NotNull(flow.ActiveRunId);
        Assert.Null((await _scope.Runs.GetAsync(flow.ActiveRunId, CancellationToken.None))!.EndDate);
        _orchestrations.ScheduleFault = null;
        _orchestrations.Instances[flow.ActiveRunId] = OrchestrationRuntimeStatus.Running;
        _scope.Time.Advance(RunLock.StartGrace);
        Assert.Equal(new RunStart.Busy(flow.ActiveRunId), await StartAsync());
    }

    /// <summary>Whoever finds its lock may have given it up by the time that it is scheduled.</summary>
    [Fact]
    public async Task Start_that_has_taken_too_long_does_not_schedule()
    {
        using var transport = new InterleavingTransport(
            request => request.Method == Azure.Core.RequestMethod.Post && request.Uri.Path.Contains("Runs", StringComparison.Ordinal),
            () =>
            {
                _scope.Time.Advance(RunLock.StartGrace / 2);
                return Task.CompletedTask;
            });

        await Assert.ThrowsAsync<StorageSilentException>(
            () => _scope.Through(transport).Starter.StartFlowAsync(_orchestrations.Client, FlowId, RunRequest.Everything, Order, CancellationToken.None));

        Assert.Empty(_orchestrations.Scheduled);
        Assert.Null((await _scope.FlowAsync()).ActiveRunId);
    }

    /// <summary>Whoever looks for lost runs, and the request that asks for this very run once more, find the same lock.</summary>
    [Fact]
    public async Task Start_that_is_asked_for_again_just_before_its_run_is_ended_is_not_ended()
    {
        var order = await LeaveLockBehindAsync();
        var found = await _scope.FlowAsync();

        Assert.IsType<RunStart.Started>(await StartAsync(order));
        _orchestrations.Instances.Clear();
        Assert.True(await _scope.Interrupted.TryReleaseAsync(_orchestrations.Client, found, CancellationToken.None));

        Assert.Equal(RunId, (await _scope.FlowAsync()).ActiveRunId);
        Assert.Null((await _scope.Runs.GetAsync(RunId, CancellationToken.None))!.EndDate);
    }

    /// <summary>A start that took longer than it may has been carried out after all, between the look for its orchestration and the write that gives up its lock.</summary>
    [Fact]
    public async Task Run_that_comes_alive_while_its_lock_is_given_up_is_not_ended()
    {
        var order = await LeaveLockBehindAsync();
        var looks = 0;
        _orchestrations.OnFind = () =>
        {
            if (++looks == 2)
            {
                _orchestrations.Instances[RunId] = OrchestrationRuntimeStatus.Running;
            }

            return Task.CompletedTask;
        };

        Assert.Equal(RunId, Assert.IsType<RunStart.Busy>(await StartAsync()).RunId);
        Assert.Equal(RunId, Assert.IsType<RunStart.Started>(await StartAsync(order)).RunId);

        Assert.Null((await _scope.Runs.GetAsync(RunId, CancellationToken.None))!.EndDate);
        Assert.Empty(_orchestrations.Scheduled);
    }

    /// <summary>The next start and the watchdog, say. Each writes at a time of its own; what is on record is one end.</summary>
    [Fact]
    public async Task Two_who_end_the_same_run_put_one_end_on_record()
    {
        await LeaveLockBehindAsync();
        var given = (FlowDocument)RunLock.GiveUp(await _scope.FlowAsync());
        Assert.True((await _scope.Flows.ReplaceAsync(await _scope.FlowAsync(), given, CancellationToken.None)).IsWritten);
        var found = await _scope.FlowAsync();
        using var transport = new InterleavingTransport(
            request => request.Uri.Path.Contains("RunHistory", StringComparison.Ordinal),
            async () =>
            {
                Assert.True(await _scope.Interrupted.TryReleaseAsync(_orchestrations.Client, found, CancellationToken.None));
                _scope.Time.Advance(TimeSpan.FromSeconds(1));
            });

        Assert.True(await _scope.Through(transport).Interrupted.TryReleaseAsync(_orchestrations.Client, found, CancellationToken.None));

        var record = (await _scope.Runs.GetAsync(RunId, CancellationToken.None))!;
        Assert.Equal(record.EndDate, Assert.Single((await _scope.History.PageAsync(FlowId, 10, 0, CancellationToken.None)).Items).EndDate);
        Assert.Equal(record.EndDate, (await _scope.FlowAsync()).LatestRun?.EndDate?.UtcDateTime);
    }

    /// <summary>Nobody is told of a start that never was: another one can be sent.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_that_is_asked_for_again_while_or_after_its_run_is_ended_is_refused(bool isWhile)
    {
        var order = await LeaveLockBehindAsync();
        if (isWhile)
        {
            await _scope.Flows.UpdateAsync(FlowId, flow => (FlowDocument)RunLock.GiveUp(flow), CancellationToken.None);
        }
        else
        {
            Assert.True(await _scope.Interrupted.TryReleaseAsync(_orchestrations.Client, await _scope.FlowAsync(), CancellationToken.None));
        }

        var refused = Assert.IsType<RunStart.Refused>(await StartAsync(order));

        Assert.Contains("was interrupted before any step began", refused.Reason, StringComparison.Ordinal);
        Assert.Empty(_orchestrations.Scheduled);
        Assert.Null((await _scope.FlowAsync()).ActiveRunId);
        Assert.Equal(InterruptedRuns.Message, (await _scope.Runs.GetAsync(RunId, CancellationToken.None))!.Result?.Message);
    }

    [Fact]
    public async Task Integration_runs_by_itself_under_a_lock_of_its_own()
    {
        var started = Assert.IsType<RunStart.Started>(
            await _scope.Starter.StartIntegrationAsync(_orchestrations.Client, Id("a"), Order, CancellationToken.None));

        var input = Assert.Single(_orchestrations.Scheduled);
        Assert.Equal((RunKind.Integration, Id("a")), (input.Run.Kind, input.Run.OwnerId));
        Assert.Equal("a", Assert.Single(input.Flow.Steps).Name);
        Assert.Equal(started.RunId, (await _scope.IntegrationAsync("a")).ActiveRunId);
        Assert.Equal(
            new RunStart.Busy(started.RunId),
            await _scope.Starter.StartIntegrationAsync(_orchestrations.Client, Id("a"), Order, CancellationToken.None));
    }

    [Fact]
    public async Task Resume_runs_what_is_left()
    {
        var old = await EndedAsync(StepStatus.Success, StepStatus.Failure);

        var start = await _scope.Starter.ResumeAsync(_orchestrations.Client, old, ResumeRequest.Rest, Order, CancellationToken.None);

        Assert.IsType<RunStart.Started>(start);
        Assert.Equal([Id("a")], _orchestrations.Scheduled.Last().Run.Selection.AlreadyDone);
    }

    /// <summary>Its orchestration is gone, as after a change of the task hub, and the resume itself puts it on record.</summary>
    [Fact]
    public async Task Resume_of_a_run_that_it_ends_runs_no_step_again_whose_end_is_known()
    {
        var runId = await StartedAsync();
        Assert.NotNull(await _scope.Handles.TrySaveAsync(runId, Id("a"), new StepHandle { Attempts = 1, End = StepReport.Ended(new StepOutcome(StepOutcomeKind.Success, "7 rows")) }, CancellationToken.None));
        Assert.True(_orchestrations.Instances.TryRemove(runId, out _));
        _scope.Time.Advance(RunLock.StartGrace);
        var read = await _scope.Reader.GetAsync(_orchestrations.Client, runId, CancellationToken.None);

        var start = await _scope.Starter.ResumeAsync(_orchestrations.Client, read!, ResumeRequest.Rest, Order, CancellationToken.None);

        Assert.IsType<RunStart.Started>(start);
        Assert.Equal([Id("a")], _orchestrations.Scheduled.Last().Run.Selection.AlreadyDone);
    }

    /// <summary>As of one that its schedule skipped: it would be a run of everything, also of what the run before it has done.</summary>
    [Fact]
    public async Task Resume_of_a_run_without_steps_is_refused()
    {
        var skipped = (await EndedAsync(StepStatus.Success, StepStatus.Failure)) with { Steps = [], Result = new RunResult(false, "Skipped", RunErrorCodes.Skipped) };
        var started = _orchestrations.Scheduled.Count;

        var start = await _scope.Starter.ResumeAsync(_orchestrations.Client, skipped with { Id = Id("s") }, ResumeRequest.Rest, Order, CancellationToken.None);

        Assert.Contains("never began", Assert.IsType<RunStart.Refused>(start).Reason, StringComparison.Ordinal);
        Assert.Equal(started, _orchestrations.Scheduled.Count);
    }

    [Fact]
    public async Task Resume_is_told_to_the_run_that_it_resumes()
    {
        var old = await EndedAsync(StepStatus.Success, StepStatus.Failure);

        var started = Assert.IsType<RunStart.Started>(await _scope.Starter.ResumeAsync(_orchestrations.Client, old, ResumeRequest.Rest, Order, CancellationToken.None));

        Assert.Equal(started.RunId, await _scope.Runs.FindResumedByAsync(old.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Resume_that_has_started_is_no_failure_though_the_run_that_it_resumes_cannot_be_told()
    {
        var old = await EndedAsync(StepStatus.Success, StepStatus.Failure);
        using var transport = new InterleavingTransport(IsTold, () => throw new Azure.RequestFailedException("The request is lost."));

        var start = await _scope.Through(transport).Starter.ResumeAsync(_orchestrations.Client, old, ResumeRequest.Rest, Order, CancellationToken.None);

        Assert.Equal(new RunStart.Started(_orchestrations.Scheduled.Last().Run.Id), start);
        Assert.Equal(old.Id, _orchestrations.Scheduled.Last().Run.ResumedFrom);
        Assert.Null(await _scope.Runs.FindResumedByAsync(old.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Caller_who_goes_away_after_the_start_does_not_keep_the_earlier_run_from_being_told()
    {
        var old = await EndedAsync(StepStatus.Success, StepStatus.Failure);
        using var caller = new CancellationTokenSource();
        using var transport = new InterleavingTransport(IsTold, () => caller.CancelAsync());

        var start = await _scope.Through(transport).Starter.ResumeAsync(_orchestrations.Client, old, ResumeRequest.Rest, Order, caller.Token);

        Assert.Equal(new RunStart.Started((await _scope.Runs.FindResumedByAsync(old.Id, CancellationToken.None))!), start);
    }

    [Fact]
    public async Task Resume_of_a_run_that_did_everything_is_refused()
    {
        var old = await EndedAsync(StepStatus.Success, StepStatus.Success);

        Assert.IsType<RunStart.Refused>(await _scope.Starter.ResumeAsync(_orchestrations.Client, old, ResumeRequest.Rest, Order, CancellationToken.None));
    }

    [Fact]
    public async Task Resume_of_a_running_run_is_busy()
    {
        var runId = await StartedAsync();
        var run = await _scope.Reader.GetAsync(_orchestrations.Client, runId, CancellationToken.None);

        Assert.Equal(new RunStart.Busy(runId), await _scope.Starter.ResumeAsync(_orchestrations.Client, run!, ResumeRequest.Rest, Order, CancellationToken.None));
    }

    [Fact]
    public async Task Preview_of_a_resume_names_what_the_resume_then_runs_and_starts_nothing()
    {
        var old = await EndedAsync(StepStatus.Success, StepStatus.Failure);
        var started = _orchestrations.Scheduled.Count;

        var preview = await PreviewAsync(old, ResumeRequest.Rest);
        var fromA = await PreviewAsync(old, new ResumeRequest { FromStep = Id("a") });

        Assert.Null(preview.Refusal);
        Assert.Equal([new(Id("b"), "b")], preview.Runs);
        Assert.Equal([new(Id("a"), "a")], preview.Keeps);
        Assert.Contains(new(Id("a"), "a"), fromA.Runs);
        Assert.Equal(started, _orchestrations.Scheduled.Count);
        Assert.Null((await _scope.FlowAsync()).ActiveRunId);
        Assert.IsType<RunStart.Started>(await _scope.Starter.ResumeAsync(_orchestrations.Client, old, ResumeRequest.Rest, Order, CancellationToken.None));
        Assert.Equal(preview.Keeps.Select(step => step.Referrer), _orchestrations.Scheduled.Last().Run.Selection.AlreadyDone);
    }

    [Fact]
    public async Task Preview_says_why_a_resume_would_be_refused()
    {
        var done = await EndedAsync(StepStatus.Success, StepStatus.Success);
        var nothing = await PreviewAsync(done, ResumeRequest.Rest);
        var elsewhere = await PreviewAsync(done, new ResumeRequest { FromStep = Id("z") });
        var goesOn = await StartedAsync();
        var busy = await PreviewAsync(done, ResumeRequest.Rest);

        Assert.IsType<RunStart.Refused>(nothing.Refusal);
        Assert.IsType<RunStart.Invalid>(elsewhere.Refusal);
        Assert.Equal(new RunStart.Busy(goesOn), busy.Refusal);
        Assert.All([nothing, elsewhere, busy], preview => Assert.Empty(preview.Runs));
    }

    private Task<ResumePreview> PreviewAsync(RunDocument run, ResumeRequest request) =>
        _scope.Starter.PreviewResumeAsync(_orchestrations.Client, run, request, CancellationToken.None);

    private static bool IsTold(Azure.Core.Request request) => request.Uri.ToString().Contains("resumed", StringComparison.Ordinal);

    /// <returns>An order that may be given again: its first try took the lock longer ago than a start may take, and scheduled nothing.</returns>
    private async Task<RunOrder> LeaveLockBehindAsync()
    {
        var order = Order with { RunId = RunId };
        _orchestrations.ScheduleFault = new InvalidOperationException("no backend");
        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(order));
        _orchestrations.ScheduleFault = null;
        _scope.Time.Advance(RunLock.StartGrace);
        return order;
    }

    private Task<RunStart> StartAsync() => StartAsync(Order);

    private Task<RunStart> StartAsync(RunOrder order) =>
        _scope.Starter.StartFlowAsync(_orchestrations.Client, FlowId, RunRequest.Everything, order, CancellationToken.None);

    private async Task<string> StartedAsync() => Assert.IsType<RunStart.Started>(await StartAsync()).RunId;

    private async Task<RunDocument> EndedAsync(StepStatus a, StepStatus b) => await EndAsync(await StartedAsync(), a, b);

    private async Task<RunDocument> EndAsync(string runId, StepStatus a, StepStatus b)
    {
        var run = Assert.IsType<RunDocument>(await _scope.Runs.GetAsync(runId, CancellationToken.None));
        run = run with
        {
            EndDate = Start.AddMinutes(1),
            Result = new RunResult(b == StepStatus.Success, "over", null),
            Steps = [run.Steps[0] with { Status = a }, run.Steps[1] with { Status = b }],
        };
        await _scope.Recorder.RecordAsync(run, CancellationToken.None);
        return run;
    }
}
