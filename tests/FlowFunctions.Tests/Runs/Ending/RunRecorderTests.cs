using FlowFunctions.Core;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Testing;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Ending;

[Needs(Need.Azurite)]
public sealed class RunRecorderTests(AzuriteFixture azurite)
{
    private static readonly RunDocument Ended = Of(Step("a"), Step("b"), Step("c")).Run with
    {
        EndDate = Start.AddMinutes(3),
        Result = new RunResult(false, "Stopped at step 'b': no rows", 42),
        Steps =
        [
            new() { Referrer = Id("a"), Name = "a", Status = StepStatus.PartialSuccess, StartDate = Start, EndDate = Start.AddMinutes(1), Attempts = 2, Message = "half", Details = ["row 9"] },
            new() { Referrer = Id("b"), Name = "b", Status = StepStatus.Failure, StartDate = Start.AddMinutes(1), EndDate = Start.AddMinutes(3), Attempts = 1, Message = "no rows", ErrorCode = 42 },
            new() { Referrer = Id("c"), Name = "c", Status = StepStatus.NotRun },
        ],
    };

    [Fact]
    public async Task End_is_written_everywhere_and_the_lock_released()
    {
        var scope = await LockedAsync();

        await scope.Recorder.RecordAsync(Ended, CancellationToken.None);

        await AssertRecordedAsync(scope);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Crash_at_any_storage_call_is_finished_by_calling_again(bool isCarriedOut)
    {
        var counted = await LockedAsync();
        using var counter = new FaultingTransport(0, isCarriedOut);
        await counted.Through(counter).Recorder.RecordAsync(Ended, CancellationToken.None);
        Assert.InRange(counter.Requests, 8, 40);

        for (var broken = 1; broken <= counter.Requests; broken++)
        {
            var scope = await LockedAsync();
            using var transport = new FaultingTransport(broken, isCarriedOut);
            await Assert.ThrowsAnyAsync<Exception>(() => scope.Through(transport).Recorder.RecordAsync(Ended, CancellationToken.None));

            await scope.Recorder.RecordAsync(Ended, CancellationToken.None);

            await AssertRecordedAsync(scope);
        }
    }

    /// <summary>As an orchestration does whose last turn was not kept, and is taken again.</summary>
    [Fact]
    public async Task End_that_the_run_had_first_stands_whatever_was_written_of_it()
    {
        var other = Ended with
        {
            EndDate = Ended.EndDate!.Value.AddMinutes(1),
            Result = new RunResult(false, "Cancelled by ann", RunErrorCodes.Cancelled),
            Steps = [Ended.Steps[0], Ended.Steps[1] with { Status = StepStatus.Cancelled, EndDate = Ended.EndDate!.Value.AddMinutes(1), Message = "gone" }, Ended.Steps[2]],
        };
        var counted = await LockedAsync();
        using var counter = new FaultingTransport(0, isCarriedOut: true);
        await counted.Through(counter).Recorder.RecordAsync(Ended, CancellationToken.None);

        var hasFirst = 0;
        for (var broken = 1; broken <= counter.Requests + 1; broken++)
        {
            var scope = await LockedAsync();
            using var transport = new FaultingTransport(broken, isCarriedOut: true);
            var first = scope.Through(transport).Recorder.RecordAsync(Ended, CancellationToken.None);
            await first.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

            await scope.Recorder.RecordAsync(other, CancellationToken.None);

            var record = (await scope.Runs.GetAsync(RunId, CancellationToken.None))!;
            var entry = Assert.Single((await scope.History.PageAsync(FlowId, 10, 0, withSteps: true, CancellationToken.None)).Items);
            Assert.Equal((entry.EndDate, entry.Result), (record.EndDate, record.Result));
            Assert.Equal(entry.Steps.Select(step => (step.Status, step.EndDate)), record.Steps.Select(step => (step.Status, step.EndDate)));
            Assert.Equal((record.Result!.Message, record.EndDate), ((await scope.FlowAsync()).LatestRun!.Message, (await scope.FlowAsync()).LatestRun!.EndDate?.UtcDateTime));
            hasFirst += record.Result == Ended.Result ? 1 : 0;

            // What is on record of a step, in its integration's history or whole, has lost nothing of what the step had told.
            var told = (await scope.History.PageAsync(Id("b"), 10, 0, CancellationToken.None)).Items.Single().Result!.Message;
            Assert.Equal(record.Result == Ended.Result && told == Ended.Steps[1].Message ? told : record.Steps[1].Message, record.Steps[1].Message);
            Assert.True(first.IsFaulted || told == Ended.Steps[1].Message, told);
        }

        Assert.InRange(hasFirst, counter.Requests / 2, counter.Requests);
    }

    /// <summary>The one gets to its end before any request of the other. The history may know the run already, as one that an occurrence of its schedule has found going on.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_that_put_a_run_on_record_at_once_tell_the_same_in_all_places(bool isKnown)
    {
        var other = Ended with
        {
            EndDate = Ended.EndDate!.Value.AddMinutes(1),
            Result = new RunResult(false, "Cancelled by ann", RunErrorCodes.Cancelled),
            Steps = [Ended.Steps[0] with { Message = "more" }, Ended.Steps[1] with { Status = StepStatus.Cancelled, EndDate = Ended.EndDate!.Value.AddMinutes(1), ErrorCode = null, Message = null }, Ended.Steps[2]],
        };
        var counted = await LockedAsync();
        using var counter = new FaultingTransport(0, isCarriedOut: true);
        await counted.Through(counter).Recorder.RecordAsync(Ended, CancellationToken.None);

        for (var number = 1; number <= counter.Requests + 2; number++)
        {
            var scope = await LockedAsync();
            if (isKnown)
            {
                await scope.History.AddUnlessKnownAsync(Ended with { EndDate = null, Result = null }, CancellationToken.None);
            }

            using var transport = new InterposingTransport(number, () => scope.Recorder.RecordAsync(other, CancellationToken.None));
            await scope.Through(transport).Recorder.RecordAsync(Ended, CancellationToken.None);

            await AssertSameInAllPlacesAsync(scope);
        }
    }

    /// <summary>As where a host that stood still goes on: the watchdog has given its run up, and the run's own end is in the queue. The one gets to its end before any request of the other.</summary>
    [Theory]
    [InlineData("ends", "is given up", 42)]
    [InlineData("ends", "is given up", RunErrorCodes.Internal)]
    [InlineData("is given up", "ends", 42)]
    [InlineData("is given up", "ends", RunErrorCodes.Internal)]
    [InlineData("breaks", "ends", 42)]
    public async Task End_of_its_own_stands_in_all_places_whoever_gives_the_run_up_meanwhile(string slow, string fast, int code)
    {
        var own = Ended with { Result = Ended.Result! with { ErrorCode = code }, Steps = [Ended.Steps[0], Ended.Steps[1] with { ErrorCode = code }, Ended.Steps[2]] };
        var running = own with { Steps = [own.Steps[0], own.Steps[1] with { Status = StepStatus.Running, EndDate = null, Message = null, ErrorCode = null }, own.Steps[2]] };
        var givenUp = InterruptedRuns.End(running, InterruptedRuns.Message, own.EndDate!.Value.AddMinutes(-1));
        Task RecordAsync(RunScope scope, string what) => what switch
        {
            "ends" => scope.Recorder.RecordAsync(own, CancellationToken.None),
            "breaks" => scope.Recorder.RecordAsync(givenUp, CancellationToken.None),
            _ => scope.Recorder.RecordInterruptedAsync(givenUp, new Dictionary<string, int>(StringComparer.Ordinal) { [Id("b")] = 1 }, CancellationToken.None),
        };
        var counted = await LockedAsync();
        using var counter = new FaultingTransport(0, isCarriedOut: true);
        await RecordAsync(counted.Through(counter), slow);

        for (var number = 1; number <= counter.Requests; number++)
        {
            var scope = await LockedAsync();
            using var transport = new InterposingTransport(number, () => RecordAsync(scope, fast));
            await RecordAsync(scope.Through(transport), slow);

            var record = (await scope.Runs.GetAsync(RunId, CancellationToken.None))!;
            Assert.Equal((own.EndDate, own.Result, own.Steps[1].Status), (record.EndDate, record.Result, record.Steps[1].Status));
            Assert.Null((await scope.FlowAsync()).ActiveRunId);
            await AssertSameInAllPlacesAsync(scope);
        }
    }

    /// <summary>By its code alone it would count as given up, and a turn that is taken again would put another in its place.</summary>
    [Fact]
    public async Task End_of_its_own_that_has_the_code_of_one_that_was_given_up_stands()
    {
        var scope = await LockedAsync();
        var first = Ended with { Result = new RunResult(false, "Stopped at step 'b': no rows", RunErrorCodes.Internal) };
        await scope.Recorder.RecordAsync(first, CancellationToken.None);

        await scope.Recorder.RecordAsync(Ended with { EndDate = Ended.EndDate!.Value.AddMinutes(1), Result = new RunResult(false, "Cancelled by ann", RunErrorCodes.Cancelled) }, CancellationToken.None);

        Assert.Equal((first.EndDate, first.Result), ((await scope.Runs.GetAsync(RunId, CancellationToken.None))!.EndDate, (await scope.Runs.GetAsync(RunId, CancellationToken.None))!.Result));
        Assert.Equal(first.Result, Assert.Single((await scope.History.PageAsync(FlowId, 10, 0, CancellationToken.None)).Items).Result);
        Assert.Equal(first.Result!.Message, (await scope.FlowAsync()).LatestRun!.Message);
    }

    /// <summary>What a row has no room for is in rows beside it, and is not written over by what the row has kept.</summary>
    [Fact]
    public async Task Run_that_is_put_on_record_again_keeps_what_its_record_has_no_room_for()
    {
        var scope = await LockedAsync();
        var message = new string('\u0001', TargetText.MaximumMessageLength);
        var many = Ended with
        {
            Steps =
            [
                Ended.Steps[0] with { Message = message },
                .. Enumerable.Range(0, 99).Select(number => Ended.Steps[2] with { Referrer = ResourceId.Derive(RunId, $"step {number}"), Message = message }),
            ],
        };
        await scope.Recorder.RecordAsync(many, CancellationToken.None);

        await scope.Recorder.RecordAsync(many, CancellationToken.None);

        Assert.NotEqual(message, (await scope.Runs.GetAsync(RunId, CancellationToken.None))!.Steps[0].Message);
        var step = (await scope.StepRunAsync(RunId, "a"))!;
        Assert.Equal(message, step.Result!.Message);
        Assert.Equal(["row 9"], step.Details);
    }

    /// <summary>As two activities do that put the same run on record at the same time: one knows of a step's end what the other does not, and the record is not written by either yet.</summary>
    [Theory]
    [InlineData(null, "Cancelled by ann. It had ended before: 9 rows.")]
    [InlineData("Cancelled by ann. It had ended before: 9 rows.", null)]
    [InlineData("Cancelled by ann. Its target may go on.", "Cancelled by ann. It had ended before: 9 rows.")]
    public async Task What_a_step_told_first_stands_in_all_places(string? first, string? second)
    {
        var scope = await LockedAsync();
        await scope.Recorder.RecordAsync(Cancelled(first), CancellationToken.None);
        await scope.Runs.PutAsync(Ended with { EndDate = null, Result = null }, CancellationToken.None);

        await scope.Recorder.RecordAsync(Cancelled(second), CancellationToken.None);

        var record = (await scope.Runs.GetAsync(RunId, CancellationToken.None))!;
        Assert.Equal(first, record.Steps[1].Message);
        Assert.Equal(first ?? "Cancelled by ann", Assert.Single((await scope.History.PageAsync(Id("b"), 10, 0, CancellationToken.None)).Items).Result!.Message);
        Assert.Equal(first ?? "Cancelled by ann", (await scope.IntegrationAsync("b")).LatestRun!.Message);

        static RunDocument Cancelled(string? message) => Ended with
        {
            Result = new RunResult(false, "Cancelled by ann", RunErrorCodes.Cancelled),
            Steps = [Ended.Steps[0], Ended.Steps[1] with { Status = StepStatus.Cancelled, Message = message, ErrorCode = null }, Ended.Steps[2]],
        };
    }

    /// <summary>Of an integration's own run the history keeps no step: whatever was written of the first end, all places tell the same one.</summary>
    [Theory]
    [InlineData(StepStatus.PartialSuccess, StepStatus.Cancelled)]
    [InlineData(StepStatus.Cancelled, StepStatus.Success)]
    [InlineData(StepStatus.Success, StepStatus.Failure)]
    public async Task First_end_of_an_integrations_own_run_stands_as_a_whole(StepStatus firstStatus, StepStatus status)
    {
        var (first, other) = (OwnRun(firstStatus, Start.AddMinutes(3)), OwnRun(status, Start.AddMinutes(4)));
        var counted = await LockedByOwnRunAsync();
        using var counter = new FaultingTransport(0, isCarriedOut: true);
        await counted.Through(counter).Recorder.RecordAsync(first, CancellationToken.None);

        var hasFirst = 0;
        for (var broken = 1; broken <= counter.Requests; broken++)
        {
            var scope = await LockedByOwnRunAsync();
            using var transport = new FaultingTransport(broken, isCarriedOut: true);
            await Assert.ThrowsAnyAsync<Exception>(() => scope.Through(transport).Recorder.RecordAsync(first, CancellationToken.None));

            await scope.Recorder.RecordAsync(other, CancellationToken.None);

            var record = (await scope.Runs.GetAsync(RunId, CancellationToken.None))!;
            var entry = Assert.Single((await scope.History.PageAsync(Id("a"), 10, 0, CancellationToken.None)).Items);
            var isFirst = record.EndDate == first.EndDate;
            hasFirst += isFirst ? 1 : 0;
            var expected = isFirst ? first : other;
            Assert.Equal((expected.Result, RunOutcomes.Of(expected)), (record.Result, RunOutcomes.Of(record)));
            Assert.Equal((expected.Result, RunOutcomes.Of(expected)), (entry.Result, RunOutcomes.Of(entry)));
            Assert.Equal((expected.Steps[0].Status, expected.Result!.Message), (record.Steps[0].Status, record.Steps[0].Message));
            Assert.True(record.Details is null || record.Details.SequenceEqual(expected.Details!, StringComparer.Ordinal));
            Assert.Equal(RunOutcomes.Of(expected), (await scope.IntegrationAsync("a")).LatestRun!.Outcome);
        }

        Assert.InRange(hasFirst, 1, counter.Requests);
    }

    [Theory]
    [InlineData(StepOutcomeKind.Success, "Loaded")]
    [InlineData(StepOutcomeKind.PartialSuccess, "Loaded but for two rows")]
    [InlineData(StepOutcomeKind.Failure, "Refused")]
    public async Task Own_run_of_an_integration_that_was_interrupted_when_its_step_had_ended_has_its_steps_end(StepOutcomeKind kind, string message)
    {
        var scope = await LockedByOwnRunAsync();
        var running = OwnRun(StepStatus.Running, Start.AddMinutes(3)) with { EndDate = null, Result = null };
        var report = new StepReport { Outcome = new(kind, message) };
        Assert.NotNull(await scope.Handles.TrySaveAsync(RunId, Id("a"), new StepHandle { Task = "task-7", Attempts = 1, End = report }, CancellationToken.None));

        await scope.Runs.PutAsync(running, CancellationToken.None);
        scope.Time.Advance(TimeSpan.FromHours(1));
        var read = (await scope.Reader.GetAsync(new FakeOrchestrations().Client, RunId, CancellationToken.None))!;

        await scope.Interrupted.RecordAsync(running, InterruptedRuns.Message, CancellationToken.None);

        var record = (await scope.Runs.GetAsync(RunId, CancellationToken.None))!;
        Assert.Equal((message, kind != StepOutcomeKind.Failure), (record.Result!.Message, record.Result.Success));
        Assert.Equal((record.Result, RunOutcomes.Of(record), record.Steps[0].Status), (read.Result, RunOutcomes.Of(read), read.Steps[0].Status));
        Assert.Empty((await scope.IntegrationAsync("a")).RecentDurations);
        Assert.Equal(record.Result, Assert.Single((await scope.History.PageAsync(Id("a"), 10, 0, CancellationToken.None)).Items).Result);
        Assert.Equal(RunOutcomes.Of(record), (await scope.IntegrationAsync("a")).LatestRun!.Outcome);
    }

    /// <summary>Of a turn of the orchestration that was not kept.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Step_that_has_begun_without_its_run_s_knowing_is_told_of(bool isRecordedAgain)
    {
        var scope = await LockedAsync();
        var run = Ended with { Steps = [Ended.Steps[0], Ended.Steps[1] with { Status = StepStatus.NotRun, StartDate = null, EndDate = null, Message = null, ErrorCode = null }, Ended.Steps[2]] };
        Assert.NotNull(await scope.Handles.TrySaveAsync(RunId, Id("c"), new StepHandle(), CancellationToken.None));

        await scope.Recorder.RecordAsync(run, CancellationToken.None);
        if (isRecordedAgain)
        {
            await scope.Recorder.RecordAsync(run, CancellationToken.None);
        }

        var record = (await scope.Runs.GetAsync(RunId, CancellationToken.None))!;
        Assert.Equal([StepStatus.PartialSuccess, StepStatus.NotRun, StepStatus.Cancelled], record.Steps.Select(step => step.Status));
        Assert.Equal((UnkeptStarts.Message, record.EndDate), (record.Steps[2].Message, record.Steps[2].EndDate));
        var handles = await scope.Handles.GetAllAsync(RunId, CancellationToken.None);
        Assert.Equal((true, true), (handles[Id("b")].IsCancelled, handles[Id("c")].IsCancelled));
        Assert.Empty(scope.Target.Asked);
    }

    /// <summary>Its activity was done with it before the run ended; nobody asks for what it has accepted any more.</summary>
    [Theory]
    [InlineData(null, "")]
    [InlineData("It is too late.", " Its task may go on, or have done its work: It is too late.")]
    public async Task Task_of_a_step_that_has_begun_without_its_run_s_knowing_is_cancelled_at_its_target(string? fault, string told)
    {
        var scope = await LockedAsync();
        scope.Target.CancelFault = fault;
        Assert.NotNull(await scope.Handles.TrySaveAsync(RunId, Id("c"), new StepHandle { Task = "task-7", Attempts = 1 }, CancellationToken.None));

        await scope.Recorder.RecordAsync(Ended, CancellationToken.None);

        Assert.Equal(["cancel task-7"], scope.Target.Asked);
        Assert.Equal(UnkeptStarts.Message + told, (await scope.Runs.GetAsync(RunId, CancellationToken.None))!.Steps[2].Message);
        Assert.True((await scope.Handles.GetAsync(RunId, Id("c"), CancellationToken.None)).IsCancelled);
    }

    /// <summary>It is with its target at this moment, and comes to keep what that has accepted.</summary>
    [Fact]
    public async Task Activity_that_is_with_the_target_of_a_step_that_its_run_does_not_know_of_cancels_it()
    {
        var scope = await LockedAsync();
        var call = new StepCall
        {
            RunId = RunId,
            Referrer = Id("c"),
            Name = "c",
            OperationId = StepTry.First.OperationIdOf(RunId, Id("c")),
            StartedAt = scope.Time.GetUtcNow().UtcDateTime,
            InlineWait = TimeSpan.Zero,
            Endpoint = new() { Url = "https://example.com/c" },
        };
        var target = new ScriptedTarget().Then(async () =>
        {
            await scope.Recorder.RecordAsync(Ended, CancellationToken.None);
            return new TargetReply.Accepted("task-7", null, null, null);
        });

        var report = await scope.Driver(target).StartAsync(call, CancellationToken.None);

        Assert.Equal(RunErrorCodes.Cancelled, report.Outcome?.ErrorCode);
        Assert.Equal(["start 1", "cancel task-7"], target.Asked);
    }

    /// <summary>What it says now may be another target.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Target_of_an_integration_that_was_changed_since_is_not_told(bool isDeleted)
    {
        var scope = await LockedAsync();
        var integration = await scope.IntegrationAsync("c");
        if (isDeleted)
        {
            await scope.Integrations.DeleteAsync(integration, CancellationToken.None);
        }
        else
        {
            await scope.Integrations.UpdateAsync(Id("c"), one => one with { ModificationDate = one.ModificationDate.AddSeconds(1) }, CancellationToken.None);
        }

        Assert.NotNull(await scope.Handles.TrySaveAsync(RunId, Id("c"), new StepHandle { Task = "task-7", Attempts = 1 }, CancellationToken.None));

        await scope.Recorder.RecordAsync(Ended, CancellationToken.None);

        Assert.Empty(scope.Target.Asked);
        Assert.Equal(
            $"{UnkeptStarts.Message} Its target could not be told to cancel it, because the integration has been changed or deleted since.",
            (await scope.Runs.GetAsync(RunId, CancellationToken.None))!.Steps[2].Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Step_that_was_under_way_when_its_run_was_interrupted_is_cancelled_at_its_target_or_has_the_end_that_is_known(bool hasEnded)
    {
        var scope = await LockedAsync();
        var end = hasEnded ? StepReport.Ended(new StepOutcome(StepOutcomeKind.Success, "7 rows", Attempts: 3)) : null;
        Assert.NotNull(await scope.Handles.TrySaveAsync(RunId, Id("b"), new StepHandle { Task = "task-7", Try = 2, Attempts = 3, End = end }, CancellationToken.None));
        var run = Ended with
        {
            EndDate = null,
            Result = null,
            Steps = [Ended.Steps[0], Ended.Steps[1] with { Status = StepStatus.Running, EndDate = null, Retries = 1 }, Ended.Steps[2] with { Status = StepStatus.Pending }],
        };

        await scope.Interrupted.RecordAsync(run, InterruptedRuns.Message, CancellationToken.None);

        Assert.Equal(hasEnded ? [] : ["cancel task-7"], scope.Target.Asked);
        var handles = await scope.Handles.GetAllAsync(RunId, CancellationToken.None);
        Assert.Equal((true, true), (handles[Id("b")].IsCancelled, handles[Id("c")].IsCancelled));
        Assert.Equal(
            [(StepStatus.PartialSuccess, "half"), hasEnded ? (StepStatus.Success, "7 rows") : (StepStatus.Cancelled, InterruptedRuns.Message), (StepStatus.NotRun, null)],
            (await scope.Runs.GetAsync(RunId, CancellationToken.None))!.Steps.Select(step => (step.Status, step.Message)));
    }

    /// <summary>As after a change of the task hub: nothing is known of the run but what stands in its handles, and a resume must not do again what was done.</summary>
    [Fact]
    public async Task Step_that_had_ended_when_its_orchestration_was_lost_is_not_run_again()
    {
        var scope = await LockedAsync();
        var end = StepReport.Ended(new StepOutcome(StepOutcomeKind.Success, "7 rows"));
        Assert.NotNull(await scope.Handles.TrySaveAsync(RunId, Id("a"), new StepHandle { Attempts = 1, End = end }, CancellationToken.None));
        Assert.NotNull(await scope.Handles.TrySaveAsync(RunId, Id("b"), new StepHandle { Attempts = 1 }, CancellationToken.None));
        var run = Ended with { EndDate = null, Result = null, Steps = [.. Ended.Steps.Select(step => new StepRecord { Referrer = step.Referrer, Name = step.Name, Status = StepStatus.Pending })] };

        await scope.Interrupted.RecordAsync(run, InterruptedRuns.Message, CancellationToken.None);

        var recorded = (await scope.Runs.GetAsync(RunId, CancellationToken.None))!;
        Assert.Equal(
            [(StepStatus.Success, "7 rows"), (StepStatus.Cancelled, UnkeptStarts.Message), (StepStatus.NotRun, null)], recorded.Steps.Select(step => (step.Status, step.Message)));
        Assert.Equal([Id("a")], new ResumePlan(recorded, (await scope.FlowAsync()).Input).Rest()!.AlreadyDone);
    }

    /// <summary>A turn that was not kept may have asked for it; its handle is of the try before as long as its target has told nothing.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Next_try_of_a_step_whose_run_was_interrupted_does_not_begin_and_the_task_of_the_last_is_left_alone(bool isWaitedFor)
    {
        var scope = await LockedAsync();
        Assert.NotNull(await scope.Handles.TrySaveAsync(RunId, Id("b"), new StepHandle { Task = "task-7", Attempts = 1 }, CancellationToken.None));
        var step = Ended.Steps[1] with { Status = StepStatus.Running, EndDate = null, Retries = 1, RetryAt = isWaitedFor ? Start.AddMinutes(9) : null };
        var run = Ended with { EndDate = null, Result = null, Steps = [Ended.Steps[0], step, Ended.Steps[2] with { Status = StepStatus.Pending }] };

        await scope.Interrupted.RecordAsync(run, InterruptedRuns.Message, CancellationToken.None);

        Assert.Empty(scope.Target.Asked);
        var handle = (await scope.Handles.GetAllAsync(RunId, CancellationToken.None))[Id("b")];
        Assert.All([1, 2, 3], number => Assert.True(handle.For(new StepTry(number)).IsCancelled));
        Assert.Equal(("task-7", 1), (handle.Task, handle.LastTry));
    }

    /// <summary>A turn that was not kept had asked for the next try; the one that was kept ended the run while the step waited for it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Next_try_that_has_begun_without_its_run_s_knowing_is_cancelled_at_its_target_or_has_the_end_that_is_known(bool hasEnded)
    {
        var scope = await LockedAsync();
        var end = hasEnded ? StepReport.Ended(new StepOutcome(StepOutcomeKind.Success, "7 rows", Attempts: 2)) : null;
        Assert.NotNull(await scope.Handles.TrySaveAsync(RunId, Id("b"), new StepHandle { Task = "task-8", Try = 2, Attempts = 2, End = end }, CancellationToken.None));

        await scope.Recorder.RecordAsync(EndedBetweenTries(), CancellationToken.None);

        Assert.Equal(hasEnded ? [] : ["cancel task-8"], scope.Target.Asked);
        Assert.True((await scope.Handles.GetAsync(RunId, Id("b"), CancellationToken.None)).IsClosed);
        var step = (await scope.Runs.GetAsync(RunId, CancellationToken.None))!.Steps[1];
        Assert.Equal(hasEnded ? (StepStatus.Success, "7 rows") : (StepStatus.Cancelled, $"Timed out after 3 minutes. {UnkeptStarts.NextTry}"), (step.Status, step.Message));
        Assert.Equal((1, 2, 2, Ended.EndDate), (step.Retries, step.Attempts, step.Tries!.Count, step.EndDate));
    }

    [Fact]
    public async Task Next_try_that_has_begun_without_its_run_s_knowing_is_told_of_whatever_was_cut_off_when_it_was_put_on_record()
    {
        var counted = await WithNextTryAsync();
        using var counter = new FaultingTransport(0, isCarriedOut: true);
        await counted.Through(counter).Recorder.RecordAsync(EndedBetweenTries(), CancellationToken.None);

        for (var broken = 1; broken <= counter.Requests; broken++)
        {
            var scope = await WithNextTryAsync();
            using var transport = new FaultingTransport(broken, isCarriedOut: true);
            await Assert.ThrowsAnyAsync<Exception>(() => scope.Through(transport).Recorder.RecordAsync(EndedBetweenTries(), CancellationToken.None));

            await scope.Recorder.RecordAsync(EndedBetweenTries(), CancellationToken.None);

            var step = (await scope.Runs.GetAsync(RunId, CancellationToken.None))!.Steps[1];
            Assert.Equal((StepStatus.Cancelled, $"Timed out after 3 minutes. {UnkeptStarts.NextTry}"), (step.Status, step.Message));
            Assert.Equal((1, 2, 2, Ended.EndDate), (step.Retries, step.Attempts, step.Tries!.Count, step.EndDate));
            await AssertSameInAllPlacesAsync(scope);
        }

        async Task<RunScope> WithNextTryAsync()
        {
            var scope = await LockedAsync();
            Assert.NotNull(await scope.Handles.TrySaveAsync(RunId, Id("b"), new StepHandle { Task = "task-8", Try = 2, Attempts = 2 }, CancellationToken.None));
            return scope;
        }
    }

    /// <summary>It may be in its queue still.</summary>
    [Fact]
    public async Task Next_try_that_was_waited_for_when_the_run_ended_does_not_begin_afterwards()
    {
        var scope = await LockedAsync();
        var end = StepReport.Ended(new StepOutcome(StepOutcomeKind.Failure, "Timed out after 8 seconds", RunErrorCodes.TimedOut, Attempts: 1));
        Assert.NotNull(await scope.Handles.TrySaveAsync(RunId, Id("b"), new StepHandle { Task = "task-7", Attempts = 1, End = end }, CancellationToken.None));

        await scope.Recorder.RecordAsync(EndedBetweenTries(), CancellationToken.None);

        Assert.Empty(scope.Target.Asked);
        Assert.True((await scope.Handles.GetAsync(RunId, Id("b"), CancellationToken.None)).For(new StepTry(2)).IsCancelled);
        var step = (await scope.Runs.GetAsync(RunId, CancellationToken.None))!.Steps[1];
        Assert.Equal((StepStatus.Cancelled, "Timed out after 3 minutes", 0, 1), (step.Status, step.Message, step.Retries, step.Tries!.Count));
    }

    /// <summary>Its orchestration has asked for it, and its activity waits for its turn still, when that is ended.</summary>
    [Fact]
    public async Task Step_that_was_under_way_and_had_not_begun_does_not_begin_after_its_run_was_interrupted()
    {
        var scope = await LockedAsync();
        var run = Ended with
        {
            EndDate = null,
            Result = null,
            Steps = [Ended.Steps[0], Ended.Steps[1] with { Status = StepStatus.Running, EndDate = null }, Ended.Steps[2] with { Status = StepStatus.Pending }],
        };

        await scope.Interrupted.RecordAsync(run, InterruptedRuns.Message, CancellationToken.None);

        var handles = await scope.Handles.GetAllAsync(RunId, CancellationToken.None);
        Assert.All([1, 2], number => Assert.True(handles[Id("b")].For(new StepTry(number)).IsCancelled));
        Assert.True(handles[Id("c")].IsCancelled);
        Assert.Equal(
            [(StepStatus.PartialSuccess, "half"), (StepStatus.Cancelled, InterruptedRuns.Message), (StepStatus.NotRun, null)],
            (await scope.Runs.GetAsync(RunId, CancellationToken.None))!.Steps.Select(step => (step.Status, step.Message)));
    }

    /// <summary>The history keeps milliseconds.</summary>
    [Fact]
    public async Task Times_of_steps_that_are_put_on_record_again_stay_exact()
    {
        var scope = await LockedAsync();
        var (begin, end) = (Start.AddTicks(12_345), Start.AddMinutes(1).AddTicks(67_891));
        var run = Ended with { Steps = [Ended.Steps[0] with { StartDate = begin, EndDate = end }, Ended.Steps[1], Ended.Steps[2]] };
        await scope.History.AddAsync(run, end: null, CancellationToken.None);

        await scope.Recorder.RecordAsync(run, CancellationToken.None);

        var step = (await scope.Runs.GetAsync(RunId, CancellationToken.None))!.Steps[0];
        Assert.Equal((begin, end), (step.StartDate, step.EndDate));
    }

    [Fact]
    public async Task Integration_that_runs_by_itself_while_it_ran_in_a_flow_keeps_its_own_run_as_the_latest()
    {
        var scope = await LockedAsync();
        var own = Of(Step("a")).Run with { Id = Id("9"), Kind = RunKind.Integration, OwnerId = Id("a"), StartDate = Start.AddMinutes(-5) };
        await scope.Integrations.UpdateAsync(Id("a"), integration => RunLock.Take(integration, own), CancellationToken.None);

        await scope.Recorder.RecordAsync(Ended, CancellationToken.None);

        Assert.Equal((own.Id, own.Id), ((await scope.IntegrationAsync("a")).LatestRun?.Id, (await scope.IntegrationAsync("a")).ActiveRunId));
        Assert.Single((await scope.History.PageAsync(Id("a"), 10, 0, CancellationToken.None)).Items);
    }

    /// <summary>The record is still that of an interruption, which the run's orchestration has overtaken in the history.</summary>
    [Fact]
    public async Task Record_of_another_end_than_the_first_is_written_over()
    {
        var scope = await LockedAsync();
        await scope.Recorder.RecordAsync(Ended, CancellationToken.None);
        var other = Ended with { EndDate = Ended.EndDate!.Value.AddMinutes(-1), Result = new RunResult(false, InterruptedRuns.Message, RunErrorCodes.Internal) };
        await scope.Runs.PutAsync(other, CancellationToken.None);

        await scope.Recorder.RecordAsync(Ended, CancellationToken.None);

        Assert.Equal((Ended.EndDate, Ended.Result), ((await scope.Runs.GetAsync(RunId, CancellationToken.None))!.EndDate, (await scope.Runs.GetAsync(RunId, CancellationToken.None))!.Result));
    }

    [Fact]
    public async Task Run_that_was_given_up_and_ends_all_the_same_has_its_own_end()
    {
        var scope = await LockedAsync();
        await scope.Recorder.RecordInterruptedAsync(Ended with { Result = new RunResult(false, InterruptedRuns.Message, RunErrorCodes.Internal) }, UnkeptStarts.None, CancellationToken.None);

        await scope.Recorder.RecordAsync(Ended, CancellationToken.None);

        Assert.Equal(Ended.Result, (await scope.Runs.GetAsync(RunId, CancellationToken.None))!.Result);
        Assert.Equal(Ended.Result!.Message, (await scope.FlowAsync()).LatestRun!.Message);
    }

    /// <summary>A later run is not written over.</summary>
    [Fact]
    public async Task Run_that_was_given_up_and_ends_after_the_next_has_started_is_not_its_flows_latest()
    {
        var scope = await LockedAsync();
        await scope.Recorder.RecordInterruptedAsync(Ended with { Result = new RunResult(false, InterruptedRuns.Message, RunErrorCodes.Internal) }, UnkeptStarts.None, CancellationToken.None);
        var next = Ended with { Id = Id("n"), StartDate = Start.AddMinutes(4), EndDate = null, Result = null };
        await scope.Flows.UpdateAsync(FlowId, flow => RunLock.Take(flow, next), CancellationToken.None);

        await scope.Recorder.RecordAsync(Ended, CancellationToken.None);

        Assert.Equal((next.Id, next.Id), ((await scope.FlowAsync()).ActiveRunId, (await scope.FlowAsync()).LatestRun!.Id));
    }

    /// <summary>Another host has ended that run, and this one has not heard of it.</summary>
    [Fact]
    public async Task Integration_that_this_process_has_seen_running_by_itself_shows_the_run_of_a_step_all_the_same()
    {
        var scope = await LockedAsync();
        var own = Ended with { Id = Id("o"), Kind = RunKind.Integration, OwnerId = Id("a"), StartDate = Start.AddMinutes(-9), EndDate = null, Result = null };
        await scope.Integrations.UpdateAsync(Id("a"), integration => RunLock.Take(integration, own), CancellationToken.None);
        await new IntegrationStore(scope.Tables).UpdateAsync(Id("a"), integration => RunLock.Release(integration, own with { EndDate = Start.AddMinutes(-8), Result = Ended.Result }), CancellationToken.None);

        await scope.Recorder.RecordAsync(Ended, CancellationToken.None);

        Assert.Equal(IntegrationRun.IdOf(RunId, Id("a")), (await scope.IntegrationAsync("a")).LatestRun!.Id);
    }

    /// <summary>The start that skipped it stopped between the history and the record; the next found its owner free.</summary>
    [Fact]
    public async Task Run_that_was_skipped_in_the_history_alone_and_ran_all_the_same_has_its_own_end()
    {
        var scope = await LockedAsync();
        await scope.History.AddAsync(Ended with { EndDate = Start.AddMinutes(-1), Result = new RunResult(false, "Skipped", RunErrorCodes.Skipped) }, end: null, CancellationToken.None);

        await scope.Recorder.RecordAsync(Ended, CancellationToken.None);

        await AssertRecordedAsync(scope);
        Assert.Equal(Ended.Result, Assert.Single((await scope.History.PageAsync(FlowId, 10, 0, CancellationToken.None)).Items).Result);
    }

    [Fact]
    public async Task Step_that_an_interrupted_run_has_not_started_does_not_begin_afterwards()
    {
        var scope = await LockedAsync();

        await scope.Recorder.RecordInterruptedAsync(Ended with { Result = new RunResult(false, InterruptedRuns.Message, RunErrorCodes.Internal) }, UnkeptStarts.None, CancellationToken.None);

        Assert.True((await scope.Handles.GetAllAsync(RunId, CancellationToken.None))[Id("c")].IsCancelled);
    }

    [Fact]
    public async Task Run_that_reads_as_ended_has_released_its_lock_already()
    {
        var counted = await LockedAsync();
        using var counter = new FaultingTransport(0, isCarriedOut: true);
        await counted.Through(counter).Recorder.RecordAsync(Ended, CancellationToken.None);

        var isEverSeenUnlockedFirst = false;
        for (var broken = 1; broken <= counter.Requests; broken++)
        {
            var scope = await LockedAsync();
            using var transport = new FaultingTransport(broken, isCarriedOut: true);
            await Assert.ThrowsAnyAsync<Exception>(() => scope.Through(transport).Recorder.RecordAsync(Ended, CancellationToken.None));

            var flow = await scope.FlowAsync();
            var isEnded = await scope.Runs.GetAsync(RunId, CancellationToken.None) is { EndDate: not null };
            Assert.False(isEnded && flow.ActiveRunId is not null, $"After {broken} storage calls the run reads as ended and its flow is still locked.");
            isEverSeenUnlockedFirst |= !isEnded && flow.LatestRun is { EndDate: not null };
        }

        Assert.True(isEverSeenUnlockedFirst);
    }

    [Fact]
    public async Task Duration_of_a_whole_run_that_succeeded_is_kept_once_and_the_oldest_goes()
    {
        var scope = await LockedAsync();
        await scope.Flows.UpdateAsync(FlowId, flow => flow with { RecentDurations = [.. Enumerable.Range(0, Runnable.MaximumDurations).Select(one => (long)one)] }, CancellationToken.None);
        var whole = Ended with { Result = new(true, "Success", null) };

        await scope.Recorder.RecordAsync(whole, CancellationToken.None);
        await scope.Recorder.RecordAsync(whole, CancellationToken.None);

        Assert.Equal([.. Enumerable.Range(1, Runnable.MaximumDurations - 1).Select(one => (long)one), 180_000], (await scope.FlowAsync()).RecentDurations);
    }

    [Fact]
    public async Task Run_that_failed_or_left_steps_out_says_nothing_of_how_long_the_next_takes()
    {
        foreach (var run in new[] { Ended, Ended with { Result = new(true, "Success", null), Selection = new() { StepsToRun = [Id("a")] } } })
        {
            var scope = await LockedAsync();

            await scope.Recorder.RecordAsync(run, CancellationToken.None);

            Assert.Empty((await scope.FlowAsync()).RecentDurations);
        }
    }

    [Fact]
    public async Task Lock_of_another_run_is_left_alone()
    {
        var scope = await LockedAsync();
        var other = Ended with { Id = ResourceId.New(new DateTimeOffset(Start)) };

        await scope.Recorder.RecordAsync(other, CancellationToken.None);

        Assert.Equal((RunId, "Running"), ((await scope.FlowAsync()).ActiveRunId, (await scope.FlowAsync()).LatestRun?.Message));
    }

    [Fact]
    public async Task Latest_run_of_an_integration_is_not_put_back_by_an_older_one()
    {
        var scope = await LockedAsync();
        var newer = new LatestRun { TriggeredBy = "bob", TriggerSource = "manual", StartDate = new DateTimeOffset(Start).AddHours(1), Success = true, Message = "Success", Outcome = "success" };
        await scope.Integrations.UpdateAsync(Id("a"), integration => integration with { LatestRun = newer }, CancellationToken.None);

        await scope.Recorder.RecordAsync(Ended, CancellationToken.None);

        Assert.Equal(newer, (await scope.IntegrationAsync("a")).LatestRun);
    }

    [Fact]
    public async Task Flow_and_integration_that_were_deleted_meanwhile_do_not_matter()
    {
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);

        await scope.Recorder.RecordAsync(Ended, CancellationToken.None);

        Assert.NotNull(await scope.Runs.GetAsync(RunId, CancellationToken.None));
    }

    [Fact]
    public async Task Details_are_kept_with_the_run_of_the_integration_and_not_with_the_flow_s()
    {
        var scope = await LockedAsync();
        await scope.AddIntegrationAsync("z");
        var own = OfOneIntegration("z").Run with
        {
            Id = ResourceId.New(new DateTimeOffset(Start)),
            EndDate = Ended.EndDate,
            Result = Ended.Result,
            Steps = [Ended.Steps[0]],
        };

        await scope.Recorder.RecordAsync(Ended, CancellationToken.None);
        await scope.Recorder.RecordAsync(own, CancellationToken.None);

        var ofFlow = (await scope.Runs.GetAsync(RunId, CancellationToken.None))!;
        Assert.All(ofFlow.Steps, step => Assert.Null(step.Details));
        Assert.Equal(["row 9"], (await scope.Runs.GetAsync(own.Id, CancellationToken.None))!.Steps[0].Details);
        Assert.Null(await scope.StepRunAsync(own.Id, "a"));
    }

    [Fact]
    public async Task Missing_integration_gets_no_run()
    {
        var scope = await LockedAsync();
        var run = Ended with { Steps = [Ended.Steps[0] with { ErrorCode = RunErrorCodes.IntegrationMissing }] };

        await scope.Recorder.RecordAsync(run, CancellationToken.None);

        Assert.Null(await scope.StepRunAsync(RunId, "a"));
    }

    /// <summary>Its time was over while step b waited for its second try.</summary>
    private static RunDocument EndedBetweenTries() => Ended with
    {
        Result = new RunResult(false, "Timed out after 3 minutes", RunErrorCodes.TimedOut),
        Steps =
        [
            Ended.Steps[0],
            Ended.Steps[1] with { Status = StepStatus.Cancelled, EndDate = Start.AddSeconds(170), Message = "Timed out after 3 minutes", ErrorCode = RunErrorCodes.TimedOut, Tries = [new(Start.AddMinutes(1), null, Start.AddMinutes(2))] },
            Ended.Steps[2],
        ],
    };

    private async Task<RunScope> LockedAsync()
    {
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);
        await scope.AddFlowAsync(new() { Referrer = Id("a") }, new() { Referrer = Id("b") }, new() { Referrer = Id("c") });
        var running = Ended with { EndDate = null, Result = null };
        await scope.Flows.UpdateAsync(FlowId, flow => RunLock.Take(flow, running), CancellationToken.None);
        return scope;
    }

    private async Task<RunScope> LockedByOwnRunAsync()
    {
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);
        await scope.AddIntegrationAsync("a");
        var running = OwnRun(StepStatus.Running, Start) with { EndDate = null, Result = null };
        await scope.Integrations.UpdateAsync(Id("a"), integration => RunLock.Take(integration, running), CancellationToken.None);
        return scope;
    }

    private static RunDocument OwnRun(StepStatus status, DateTime end)
    {
        var run = OfOneIntegration("a").Run;
        var message = $"Said {status}";
        var (isSuccess, code) = status switch
        {
            StepStatus.Success or StepStatus.PartialSuccess => (true, (int?)null),
            StepStatus.Cancelled => (false, RunErrorCodes.Cancelled),
            _ => (false, RunErrorCodes.StepFailed),
        };
        return run with
        {
            EndDate = end,
            Result = new(isSuccess, message, code),
            Canceller = status == StepStatus.Cancelled ? "ann" : null,
            Steps =
            [
                run.Steps[0] with { Status = status, StartDate = Start, EndDate = status == StepStatus.Running ? null : end, Attempts = 1, Message = message, ErrorCode = code, Details = [message] },
            ],
            Details = [message],
        };
    }

    /// <summary>The run's record, the histories and what the flow and its integrations show.</summary>
    private static async Task AssertSameInAllPlacesAsync(RunScope scope)
    {
        var record = (await scope.Runs.GetAsync(RunId, CancellationToken.None))!;
        var entry = Assert.Single((await scope.History.PageAsync(FlowId, 10, 0, withSteps: true, CancellationToken.None)).Items);
        var latest = (await scope.FlowAsync()).LatestRun!;
        Assert.Equal((entry.EndDate, entry.Result), (record.EndDate, record.Result));
        Assert.Equal((entry.EndDate, entry.Result!.Message), (latest.EndDate?.UtcDateTime, latest.Message));
        Assert.Equal(entry.Steps.Select(step => (step.Status, step.EndDate)), record.Steps.Select(step => (step.Status, step.EndDate)));
        foreach (var (name, step) in new[] { "a", "b" }.Zip(record.Steps))
        {
            var told = IntegrationRun.Of(record, step);
            var entryOfStep = Assert.Single((await scope.History.PageAsync(Id(name), 10, 0, CancellationToken.None)).Items);
            var latestOfStep = (await scope.IntegrationAsync(name)).LatestRun!;
            Assert.Equal((told.EndDate, told.Result), (entryOfStep.EndDate, entryOfStep.Result));
            Assert.Equal((told.EndDate, told.Result!.Message), (latestOfStep.EndDate?.UtcDateTime, latestOfStep.Message));
        }
    }

    private static async Task AssertRecordedAsync(RunScope scope)
    {
        var flow = await scope.FlowAsync();
        Assert.Equal((null, null), (flow.ActiveRunId, flow.ActiveSince));
        Assert.Equal(
            new LatestRun
            {
                Id = RunId,
                Outcome = "failure",
                TriggeredBy = "ann",
                TriggerSource = "manual",
                StartDate = new DateTimeOffset(Start),
                EndDate = new DateTimeOffset(Start).AddMinutes(3),
                Success = false,
                Message = "Stopped at step 'b': no rows",
                ExecutionErrorCode = 42,
            },
            flow.LatestRun);

        var run = await scope.Runs.GetAsync(RunId, CancellationToken.None);
        Assert.Equal([StepStatus.PartialSuccess, StepStatus.Failure, StepStatus.NotRun], run!.Steps.Select(step => step.Status));
        Assert.Equal([RunId], (await scope.History.PageAsync(FlowId, 10, 0, CancellationToken.None)).Items.Select(entry => entry.Id));

        var ofA = await scope.StepRunAsync(RunId, "a");
        Assert.Equal((RunId, Id("a"), new RunResult(true, "half", null)), (ofA!.FlowRunId, ofA.OwnerId, ofA.Result));
        Assert.Equal(["row 9"], ofA.Details);
        Assert.Equal("half", (await scope.IntegrationAsync("a")).LatestRun?.Message);
        Assert.Equal(("no rows", 42), ((await scope.IntegrationAsync("b")).LatestRun?.Message, (await scope.IntegrationAsync("b")).LatestRun?.ExecutionErrorCode));
        Assert.Equal(1, (await scope.History.PageAsync(Id("b"), 10, 0, CancellationToken.None)).TotalSize);

        Assert.Null((await scope.IntegrationAsync("c")).LatestRun);
        Assert.Equal(0, (await scope.History.PageAsync(Id("c"), 10, 0, CancellationToken.None)).TotalSize);
    }
}
