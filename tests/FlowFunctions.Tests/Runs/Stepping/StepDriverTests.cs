using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Schedules;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.Runs.Stepping;

[Needs(Need.Azurite)]
public sealed class StepDriverTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly TargetReply Done = new TargetReply.Ended(StepOutcomeKind.Success, "done");
    private static readonly TargetReply Unavailable = new TargetReply.Unavailable("The endpoint answered 503 Service Unavailable.", 1007);

    private static readonly StepCall Call = TargetHost.Call("https://example.com", endpoint => endpoint with
    {
        Timeout = TimeSpan.FromMinutes(30),
        PollInterval = TimeSpan.FromSeconds(5),
    });

    private readonly ScriptedTarget _target = new();
    private RunScope _scope = null!;

    public async ValueTask InitializeAsync() => _scope = await RunScope.CreateAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Step_that_ends_at_once_leaves_that_it_began()
    {
        _target.Then(new TargetReply.Ended(StepOutcomeKind.PartialSuccess, "half", 7, ["row 9"]));

        var report = await StartAsync();

        Assert.Equal(new StepOutcome(StepOutcomeKind.PartialSuccess, "half", 7, Attempts: 1), report.Outcome);
        Assert.Equal(["row 9"], report.Details);
        var handle = Assert.Single(await _scope.Handles.GetAllAsync(Call.RunId, CancellationToken.None));
        Assert.Equal((Call.Referrer, 0, false), (handle.Key, handle.Value.Attempts, handle.Value.IsCancelled));
        Assert.Null(handle.Value.Task);
    }

    /// <summary>The n of 8 + 2 n that infra/docs/scale.md tells of which no request of the run's own is.</summary>
    [Fact]
    public async Task Step_that_ends_at_once_costs_one_request()
    {
        using var counter = new FaultingTransport(0, isCarriedOut: true);
        _target.Then(Done);

        await _scope.Through(counter).Driver(_target).StartAsync(Call, CancellationToken.None);

        Assert.Equal(1, counter.Requests);
    }

    [Fact]
    public async Task Step_that_its_run_has_closed_does_not_begin()
    {
        Assert.True(await _scope.Handles.TryCloseAsync(Call.RunId, [Call.Referrer], CancellationToken.None));

        var report = await StartAsync();

        Assert.Equal(RunErrorCodes.Cancelled, report.Outcome?.ErrorCode);
        Assert.Empty(_target.Asked);
    }

    [Fact]
    public async Task Accepted_task_is_polled_inline_until_it_ends()
    {
        _target.Then(Accepted(after: null)).Then(Accepted(after: 3)).Then(Done);

        var report = await StartAsync();

        Assert.Equal(new StepOutcome(StepOutcomeKind.Success, "done"), report.Outcome);
        Assert.Equal(["start 1", "poll task-1", "poll task-1"], _target.Asked);
        Assert.Equal(TimeSpan.FromSeconds(8), Elapsed);
    }

    [Fact]
    public async Task Wait_becomes_durable_where_the_next_poll_is_past_the_inline_wait()
    {
        _target.Then(Accepted(after: 15)).Then(Accepted(after: 15));

        var report = await StartAsync();

        Assert.Equal(Call.StartedAt.AddSeconds(30), report.NextAt);
        Assert.Equal(TimeSpan.FromSeconds(15), Elapsed);
    }

    [Fact]
    public async Task Handle_says_how_many_are_before_the_step_for_as_long_as_it_waits_for_its_turn()
    {
        _target
            .Then(new TargetReply.Accepted("task-1", TimeSpan.FromSeconds(60), null, "Waiting for model M: 2 before it") { Ahead = 2 })
            .Then(Accepted(after: 60));

        await StartAsync();
        var waiting = await _scope.Handles.GetAsync(Call.RunId, Call.Referrer, CancellationToken.None);
        await StartAsync();
        var atWork = await _scope.Handles.GetAsync(Call.RunId, Call.Referrer, CancellationToken.None);

        Assert.Equal((2, null), (waiting.Ahead, atWork.Ahead));
    }

    /// <summary>Its target was not there for a while: that is no turn.</summary>
    [Fact]
    public async Task Turn_that_a_step_has_waited_for_is_kept_and_told_with_its_end()
    {
        _target
            .Then(new TargetReply.Accepted("task-1", TimeSpan.FromSeconds(60), null, "Waiting for model M: 2 before it") { Ahead = 2 })
            .Then(new TargetReply.Unavailable("No answer.", RunErrorCodes.ConnectionRefused, TimeSpan.FromSeconds(60), IsTaskRunning: true))
            .Then(Accepted(after: 60))
            .Then(Done);

        await StartAsync();
        await StartAsync();
        var waiting = await _scope.Handles.GetAsync(Call.RunId, Call.Referrer, CancellationToken.None);
        _scope.Time.Advance(TimeSpan.FromSeconds(30));
        await StartAsync();
        var atWork = await _scope.Handles.GetAsync(Call.RunId, Call.Referrer, CancellationToken.None);
        _scope.Time.Advance(TimeSpan.FromSeconds(30));
        var end = await StartAsync();

        Assert.Null(waiting.TurnAt);
        Assert.Equal(Call.StartedAt.AddSeconds(30), atWork.TurnAt);
        Assert.Equal(atWork.TurnAt, end.TurnAt);
    }

    [Fact]
    public async Task Activity_that_runs_again_polls_the_task_and_does_not_start_another()
    {
        _target.Then(Accepted(after: 60)).Then(Done);
        Assert.NotNull((await StartAsync()).NextAt);

        var again = await StartAsync();

        Assert.Equal("done", again.Outcome?.Message);
        Assert.Equal(["start 1", "poll task-1"], _target.Asked);
    }

    [Fact]
    public async Task Step_of_which_more_must_be_kept_than_fits_ends_and_says_so()
    {
        var tooLong = new string('x', StepHandleStore.MaximumTaskLength + 1);
        _target.ThenSave("task-1", new TargetReply.Accepted(tooLong, TimeSpan.FromSeconds(5), null, null));

        var report = await StartAsync();

        Assert.Equal((StepOutcomeKind.Failure, RunErrorCodes.Internal), (report.Outcome?.Kind, report.Outcome?.ErrorCode));
        Assert.Contains("takes more room than there is for it", report.Outcome?.Message, StringComparison.Ordinal);
        Assert.Equal(["start 1", "cancel task-1"], _target.Asked);
    }

    [Fact]
    public async Task Progress_can_be_read_while_the_step_goes_on()
    {
        _target.Then(Accepted(after: 60, 0.25, "reading"));

        await StartAsync();

        var handle = (await _scope.Handles.GetAllAsync(Call.RunId, CancellationToken.None))[Call.Referrer];
        Assert.Equal((0.25, "reading", 1), (handle.Progress, handle.Message, handle.Attempts));
    }

    [Fact]
    public async Task Unavailable_target_is_tried_again_after_the_back_off_or_when_it_says()
    {
        _target.Then(Unavailable).Then(Unavailable).Then(new TargetReply.Unavailable("busy", 1007, TimeSpan.FromSeconds(7))).Then(Done);

        var report = await StartAsync();

        Assert.Equal(4, report.Outcome?.Attempts);
        Assert.Equal(["start 1", "start 2", "start 3", "start 4"], _target.Asked);
        Assert.Equal(TimeSpan.FromSeconds(1 + 1 + 7), Elapsed);
    }

    [Fact]
    public async Task Retry_past_the_inline_wait_is_durable_and_keeps_count()
    {
        _target.Then(new TargetReply.Unavailable("busy", 1007, TimeSpan.FromMinutes(2))).Then(Done);

        var report = await StartAsync();
        Assert.Equal(Call.StartedAt.AddMinutes(2), report.NextAt);
        var ended = await _scope.Driver(_target).AdvanceAsync(Call, CancellationToken.None);

        Assert.Equal(2, ended.Outcome?.Attempts);
    }

    [Fact]
    public async Task Start_that_stays_unavailable_is_given_up()
    {
        _target.Then(Unavailable).Then(Unavailable).Then(Unavailable);

        var report = await StartAsync(maxAttempts: 3);

        Assert.Equal(
            new StepOutcome(StepOutcomeKind.Failure, "The endpoint answered 503 Service Unavailable. Gave up after 3 attempts.", 1007, 3), report.Outcome);
    }

    [Fact]
    public async Task Poll_that_stays_unavailable_is_tried_until_the_timeout()
    {
        _target.Then(Accepted(after: 0));
        for (var i = 0; i < 200; i++)
        {
            _target.Then(new TargetReply.Unavailable("The endpoint answered 503 Service Unavailable.", 1007, TimeSpan.FromSeconds(15)));
        }

        var report = await _scope.Driver(_target, maxAttempts: 3).StartAsync(Call with { InlineWait = TimeSpan.FromHours(1) }, CancellationToken.None);

        Assert.Equal(
            new StepOutcome(StepOutcomeKind.Failure, "Timed out after 30 minutes; last: The endpoint answered 503 Service Unavailable.", 1004),
            report.Outcome);
        Assert.Equal("cancel task-1", _target.Asked[^1]);
        Assert.Equal(TimeSpan.FromMinutes(30), Elapsed);
    }

    [Fact]
    public async Task Next_exchange_is_never_after_the_timeout()
    {
        _target.Then(Accepted(after: 7200));

        Assert.Equal(Call.StartedAt.AddMinutes(30), (await StartAsync()).NextAt);
    }

    [Fact]
    public async Task Exchange_that_outlasts_the_timeout_times_the_step_out()
    {
        _target.Then(async () =>
        {
            _scope.Time.Advance(TimeSpan.FromMinutes(31));
            throw new OperationCanceledException(await Task.FromResult("the deadline"));
        });

        Assert.Equal((1004, "Timed out after 30 minutes"), (await StartAsync()).Outcome is { } outcome ? (outcome.ErrorCode, outcome.Message) : default);
    }

    [Fact]
    public async Task Cancelled_step_is_not_started()
    {
        await _scope.Driver(_target).CancelAsync(Call, CancellationToken.None);

        Assert.Equal(1003, (await StartAsync()).Outcome?.ErrorCode);
        Assert.Empty(_target.Asked);
    }

    /// <summary>By that it is told from one that was kept from beginning, of which the run's record says that it was not run.</summary>
    [Fact]
    public async Task Step_that_is_cancelled_while_its_target_is_asked_for_the_first_time_counts_as_begun()
    {
        StepHandle? cancelled = null;
        string? told = null;
        _target.Then(async () =>
        {
            told = await _scope.Driver(_target).CancelAsync(Call, CancellationToken.None);
            cancelled = await _scope.Handles.GetAsync(Call.RunId, Call.Referrer, CancellationToken.None);
            return Done;
        });

        await StartAsync();

        Assert.Equal((true, 1), (cancelled!.IsCancelled, cancelled.Attempts));
        Assert.Equal("Its target was asked, and may do its work all the same.", told);
    }

    /// <summary>As where the host was lost between the end of the step and its report, or the run is cancelled in the same moment.</summary>
    [Fact]
    public async Task Step_that_had_ended_before_it_is_cancelled_says_how()
    {
        await _scope.Handles.TrySaveAsync(Call.RunId, Call.Referrer, new() { Attempts = 1, End = StepReport.Ended(new(StepOutcomeKind.Success, "9 rows")) }, CancellationToken.None);

        Assert.Equal("It had ended before: 9 rows.", await _scope.Driver(_target).CancelAsync(Call, CancellationToken.None));
        Assert.Empty(_target.Asked);
    }

    /// <summary>As two activities of one try may be, after storage was silent: the one whose request was refused must not have the other's asked again.</summary>
    [Fact]
    public async Task Exchange_that_was_overtaken_by_the_end_of_its_step_ends_with_it()
    {
        var end = StepReport.Ended(new(StepOutcomeKind.Success, "9 rows"));
        _target.Then(async () =>
        {
            var handle = await _scope.Handles.GetAsync(Call.RunId, Call.Referrer, CancellationToken.None);
            await _scope.Handles.TrySaveAsync(Call.RunId, Call.Referrer, handle with { Attempts = 1, End = end }, CancellationToken.None);
            return Unavailable;
        });

        Assert.Equal("9 rows", (await StartAsync()).Outcome?.Message);
        Assert.Equal("9 rows", (await _scope.Handles.GetAsync(Call.RunId, Call.Referrer, CancellationToken.None)).End?.Outcome?.Message);
    }

    /// <summary>Whoever ends the run without its orchestration finds there that the step needs no repetition.</summary>
    [Fact]
    public async Task End_of_a_task_is_kept_however_quickly_it_was_told()
    {
        _target.Then(Accepted(after: 5)).Then(Done);

        await StartAsync();

        Assert.Equal("done", (await _scope.Handles.GetAsync(Call.RunId, Call.Referrer, CancellationToken.None)).End?.Outcome?.Message);
    }

    /// <summary>As where two activities of one try are with its target, after a turn that was not kept.</summary>
    [Theory]
    [InlineData("task-1", 0.5, "done")]
    [InlineData("task-2", null, null)]
    public async Task End_of_a_task_is_kept_where_another_has_looked_how_far_it_is_and_not_where_there_is_another_task(string task, double? progress, string? kept)
    {
        _target.Then(Accepted(after: 5)).Then(async () =>
        {
            var handle = await _scope.Handles.GetAsync(Call.RunId, Call.Referrer, CancellationToken.None);
            Assert.NotNull(await _scope.Handles.TrySaveAsync(Call.RunId, Call.Referrer, handle with { Task = task, Progress = progress }, CancellationToken.None));
            return Done;
        });

        await StartAsync();

        var handle = await _scope.Handles.GetAsync(Call.RunId, Call.Referrer, CancellationToken.None);
        Assert.Equal((task, kept), (handle.Task, handle.End?.Outcome?.Message));
    }

    /// <summary>The other activity of its try had it accepted between what this one read and what it kept.</summary>
    [Fact]
    public async Task Task_that_is_accepted_while_its_step_runs_out_of_its_time_is_cancelled()
    {
        var call = Call with { Timeout = TimeSpan.FromSeconds(5) };
        await _scope.Handles.TrySaveAsync(call.RunId, call.Referrer, new StepHandle(), CancellationToken.None);
        _scope.Time.Advance(TimeSpan.FromSeconds(6));
        using var transport = new InterleavingTransport(
            request => request.Method != Azure.Core.RequestMethod.Get,
            async () =>
            {
                var handle = await _scope.Handles.GetAsync(call.RunId, call.Referrer, CancellationToken.None);
                Assert.NotNull(await _scope.Handles.TrySaveAsync(call.RunId, call.Referrer, handle with { Task = "task-7", Attempts = 1 }, CancellationToken.None));
            });

        var report = await _scope.Through(transport).Driver(_target).AdvanceAsync(call, CancellationToken.None);

        Assert.Equal(RunErrorCodes.TimedOut, report.Outcome?.ErrorCode);
        Assert.Equal(["cancel task-7"], _target.Asked);
        Assert.Equal(RunErrorCodes.TimedOut, (await _scope.Handles.GetAsync(call.RunId, call.Referrer, CancellationToken.None)).End?.Outcome?.ErrorCode);
    }

    /// <summary>It was asked within its time, and answered as that was over.</summary>
    [Fact]
    public async Task End_that_a_target_told_at_the_last_moment_stays_where_another_activity_of_the_try_has_another_task()
    {
        var call = Call with { Timeout = TimeSpan.FromSeconds(5) };
        await _scope.Handles.TrySaveAsync(call.RunId, call.Referrer, new StepHandle { Task = "task-1", Attempts = 1 }, CancellationToken.None);
        _target.Then(async () =>
        {
            var handle = await _scope.Handles.GetAsync(call.RunId, call.Referrer, CancellationToken.None);
            Assert.NotNull(await _scope.Handles.TrySaveAsync(call.RunId, call.Referrer, handle with { Task = "task-2" }, CancellationToken.None));
            _scope.Time.Advance(TimeSpan.FromSeconds(6));
            return Done;
        });

        var report = await _scope.Driver(_target).AdvanceAsync(call, CancellationToken.None);

        Assert.Equal((StepOutcomeKind.Success, "done"), (report.Outcome?.Kind, report.Outcome?.Message));
        Assert.Equal(["poll task-1"], _target.Asked);
    }

    /// <summary>The run has gone on without it.</summary>
    [Fact]
    public async Task Task_that_is_accepted_after_its_step_has_run_out_of_its_time_is_cancelled()
    {
        var end = StepReport.Ended(new(StepOutcomeKind.Failure, "Timed out after 5 seconds", RunErrorCodes.TimedOut));
        _target.Then(async () =>
        {
            var handle = await _scope.Handles.GetAsync(Call.RunId, Call.Referrer, CancellationToken.None);
            Assert.NotNull(await _scope.Handles.TrySaveAsync(Call.RunId, Call.Referrer, handle with { Attempts = 1, End = end }, CancellationToken.None));
            return Accepted(after: 5);
        });

        Assert.Equal(RunErrorCodes.TimedOut, (await StartAsync()).Outcome?.ErrorCode);
        Assert.Equal(["start 1", "cancel task-1"], _target.Asked);
    }

    [Fact]
    public async Task Step_that_is_cancelled_before_it_begins_was_never_asked_for()
    {
        await _scope.Driver(_target).CancelAsync(Call, CancellationToken.None);

        var handle = await _scope.Handles.GetAsync(Call.RunId, Call.Referrer, CancellationToken.None);
        Assert.Equal((true, 0), (handle.IsCancelled, handle.Attempts));
    }

    [Fact]
    public async Task Cancel_tells_the_target_of_a_task_that_goes_on_even_if_it_will_not_hear()
    {
        _target.CancelFault = "The endpoint answered 405 Method Not Allowed.";
        _target.Then(Accepted(after: 60));
        await StartAsync();

        await _scope.Driver(_target).CancelAsync(Call, CancellationToken.None);
        await _scope.Driver(_target).CancelAsync(Call, CancellationToken.None);

        Assert.Equal(["start 1", "cancel task-1", "cancel task-1"], _target.Asked);
        Assert.Equal(1003, (await StartAsync()).Outcome?.ErrorCode);
    }

    [Fact]
    public async Task Task_that_is_accepted_while_the_step_is_cancelled_is_cancelled_too()
    {
        _target.Then(async () =>
        {
            await _scope.Driver(_target).CancelAsync(Call, CancellationToken.None);
            return Accepted(after: 1);
        });

        Assert.Equal(1003, (await StartAsync()).Outcome?.ErrorCode);
        Assert.Equal(["start 1", "cancel task-1"], _target.Asked);
    }

    [Fact]
    public async Task Checkpoint_is_where_the_step_goes_on_after_a_crash()
    {
        _target.ThenSave("half");
        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());
        _target.Then(new TargetReply.Ended(StepOutcomeKind.Success));

        var report = await StartAsync();

        Assert.Equal((StepOutcomeKind.Success, 1), (report.Outcome!.Kind, report.Outcome.Attempts));
        Assert.Equal(["start 1", "poll half"], _target.Asked);
    }

    [Fact]
    public async Task Checkpoint_of_a_cancelled_step_ends_it_and_tells_the_target_of_what_was_under_way()
    {
        _target.ThenSave("half");
        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());
        _target.ThenSave("whole", before: () => _scope.Driver(_target).CancelAsync(Call, CancellationToken.None));

        var report = await _scope.Driver(_target).AdvanceAsync(Call, CancellationToken.None);

        Assert.Equal(RunErrorCodes.Cancelled, report.Outcome!.ErrorCode);
        Assert.Equal(["start 1", "poll half", "cancel half", "cancel half"], _target.Asked);
    }

    [Fact]
    public async Task Checkpoint_of_an_exchange_that_another_one_has_overtaken_leaves_the_step_to_it()
    {
        _target.ThenSave("half");
        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());
        var handles = _scope.Handles;
        _target.ThenSave("mine", before: async () => Assert.NotNull(await handles.TrySaveAsync(
            Call.RunId, Call.Referrer, (await handles.GetAsync(Call.RunId, Call.Referrer, CancellationToken.None)) with { Task = "theirs" }, CancellationToken.None)));

        var report = await _scope.Driver(_target).AdvanceAsync(Call, CancellationToken.None);

        Assert.Null(report.Outcome);
        Assert.Equal("theirs", (await handles.GetAsync(Call.RunId, Call.Referrer, CancellationToken.None)).Task);
    }

    [Fact]
    public async Task Target_that_stays_away_between_checkpoints_is_given_up_and_told()
    {
        _target.ThenSave("half", new TargetReply.Unavailable("Away.", 1006, IsTaskRunning: false)).Then(new TargetReply.Unavailable("Away.", 1006, IsTaskRunning: false));

        var report = await StartAsync(maxAttempts: 2);

        Assert.Equal((1006, "Away. Gave up after 2 attempts."), (report.Outcome!.ErrorCode, report.Outcome.Message));
        Assert.Equal(["start 1", "poll half", "cancel half"], _target.Asked);
    }

    [Fact]
    public async Task Step_that_times_out_tells_of_a_task_that_may_go_on()
    {
        _target.CancelFault = "The endpoint answered 500 Internal Server Error.";
        _target.Then(Accepted(after: 60 * 60));

        var report = await _scope.Driver(_target).StartAsync(Call with { InlineWait = TimeSpan.FromHours(1) }, CancellationToken.None);

        Assert.Equal(
            "Timed out after 30 minutes; its task may go on, or have done its work: The endpoint answered 500 Internal Server Error",
            report.Outcome!.Message);
    }

    [Fact]
    public async Task Step_that_times_out_tells_what_its_parts_had_come_to()
    {
        var faults = new TaskFaults("T1", [new("112000000001", "Load", false, [new("row 7", 1, null, [])])]);
        _target.Parts = new(StepOutcomeKind.PartialSuccess, "1 of 3 jobs had rejected rows", null, ["row 7"], faults);
        _target.Then(Accepted(after: 60 * 60));

        var report = await _scope.Driver(_target).StartAsync(Call with { InlineWait = TimeSpan.FromHours(1) }, CancellationToken.None);

        Assert.Equal((1004, "1 of 3 jobs had rejected rows. Timed out after 30 minutes"), (report.Outcome!.ErrorCode, report.Outcome.Message));
        Assert.Equal(["row 7"], report.Details);
        Assert.Same(faults, report.Faults);
    }

    [Fact]
    public async Task Step_that_is_given_up_tells_what_its_parts_had_come_to_as_far_as_there_is_room()
    {
        _target.Parts = new(StepOutcomeKind.PartialSuccess, new string('x', TargetText.MaximumMessageLength));
        _target.ThenSave("half", new TargetReply.Unavailable("Away.", 1006, IsTaskRunning: false)).Then(new TargetReply.Unavailable("Away.", 1006, IsTaskRunning: false));

        var report = await StartAsync(maxAttempts: 2);

        Assert.EndsWith("x…. Away. Gave up after 2 attempts.", report.Outcome!.Message, StringComparison.Ordinal);
        Assert.Equal(TargetText.MaximumMessageLength, report.Outcome.Message!.Length);
    }

    /// <summary>Its time was over between its end and the look at it.</summary>
    [Fact]
    public async Task Step_that_had_done_all_of_its_work_has_not_timed_out()
    {
        (_target.Parts, _target.IsAll) = (new(StepOutcomeKind.PartialSuccess, "1 row rejected", null, ["row 7"]), true);
        _target.Then(Accepted(after: 60 * 60));

        var report = await _scope.Driver(_target).StartAsync(Call with { InlineWait = TimeSpan.FromHours(1) }, CancellationToken.None);

        Assert.Equal(new StepOutcome(StepOutcomeKind.PartialSuccess, "1 row rejected"), report.Outcome);
        Assert.Equal(["row 7"], report.Details);
        Assert.Equal(["start 1", "cancel task-1"], _target.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Step_whose_parts_must_not_be_done_again_is_not_tried_again(bool mustNot)
    {
        _target.Parts = new TargetReply.Ended(StepOutcomeKind.Success, "3 rows") { IsUnknown = mustNot };
        _target.Then(Accepted(after: 60 * 60));

        var report = await _scope.Driver(_target).StartAsync(Call with { InlineWait = TimeSpan.FromHours(1) }, CancellationToken.None);

        Assert.Equal((StepOutcomeKind.Failure, mustNot), (report.Outcome!.Kind, report.Outcome.IsUnknown));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("3 rows.", null, "3 rows.")]
    [InlineData(null, "Away.", "Its task may go on, or have done its work: Away.")]
    [InlineData("3 rows", "Away", "3 rows. Its task may go on, or have done its work: Away.")]
    public async Task Cancelled_step_says_what_it_has_done_all_the_same(string? parts, string? fault, string? expected)
    {
        _target.Parts = parts is null ? null : new(StepOutcomeKind.Success, parts);
        _target.CancelFault = fault;
        _target.Then(Accepted(after: 60));
        await _scope.Driver(_target).AdvanceAsync(Call, CancellationToken.None);

        Assert.Equal(expected, await _scope.Driver(_target).CancelAsync(Call, CancellationToken.None));
    }

    [Fact]
    public async Task Poll_that_is_due_at_once_is_not_put_off()
    {
        _target.Then(new TargetReply.Accepted("task-1", TimeSpan.Zero, null, null)).Then(new TargetReply.Ended(StepOutcomeKind.Success));

        await StartAsync();

        Assert.Equal(TimeSpan.Zero, Elapsed);
    }

    private TimeSpan Elapsed => _scope.Time.GetUtcNow().UtcDateTime - Call.StartedAt;

    private static TargetReply Accepted(int? after, double? progress = null, string? message = null) =>
        new TargetReply.Accepted("task-1", after is { } seconds ? TimeSpan.FromSeconds(seconds) : null, progress, message);

    private Task<StepReport> StartAsync(int maxAttempts = 10) => _scope.Driver(_target, maxAttempts).StartAsync(Call, CancellationToken.None);
}
