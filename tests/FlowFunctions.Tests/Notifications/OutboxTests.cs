using FlowFunctions.Core.Notifications;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Notifications;
using FlowFunctions.Notifications.Configuration;
using FlowFunctions.Notifications.Delivery;
using FlowFunctions.Runs;
using FlowFunctions.Security;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Notifications;

/// <summary>From the end of a run to its message in the queue. Each test has an account of its own, because the queue's name is fixed.</summary>
[Needs(Need.Azurite)]
[TakesLong]
public sealed class OutboxTests(AzuriteFixture azurite)
{
    private const string NotificationId = "019ab0000000700080000000000000cc";

    private static readonly RunDocument Ended = Of(Step("a"), Step("b")).Run with
    {
        EndDate = Start.AddMinutes(3),
        Result = new RunResult(false, "Stopped at step 'b': no rows", 42),
        Steps =
        [
            new() { Referrer = Id("a"), Name = "a", Status = StepStatus.PartialSuccess, StartDate = Start, EndDate = Start.AddMinutes(1), Message = "half" },
            new() { Referrer = Id("b"), Name = "b", Status = StepStatus.Failure, StartDate = Start, EndDate = Start.AddMinutes(3), Message = "no rows", ErrorCode = 42 },
        ],
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task End_puts_one_message_with_all_there_is_to_tell()
    {
        var scope = await LockedAsync(azurite.NewAccount());

        await scope.Recorder.RecordAsync(Ended, Cancel);

        var message = Assert.Single(await TakeAllAsync(scope));
        Assert.Equal(NotificationOutbox.IdOf(RunId), message.Id);
        Assert.Equal(["ann", "bob"], message.Users);
        Assert.Equal(["ops"], message.Webhooks);
        Assert.Equal([NotificationChannel.Email], message.Channels);
        Assert.Equivalent(
            new RunNotice
            {
                Type = NotificationType.FullFailure,
                IsFlow = true,
                OwnerId = FlowId,
                OwnerName = "Nightly",
                RunId = RunId,
                Success = false,
                Message = "Stopped at step 'b': no rows",
                ErrorCode = 42,
                TriggeredBy = "ann",
                TriggerSource = "manual",
                StartDate = Start,
                EndDate = Start.AddMinutes(3),
                FailedSteps = [new("b", StepStatus.Failure, "no rows", 42), new("a", StepStatus.PartialSuccess, "half", null)],
            },
            message.Notice,
            strict: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_wants_to_know_since_the_run_began_is_told(bool isInterrupted)
    {
        var scope = await LockedAsync(azurite.NewAccount(), isNamed: false);
        Assert.NotNull(scope.Flows.LastSeen(FlowId));
        using var another = new FaultingTransport(0, isCarriedOut: true);
        await scope.Through(another).Flows.UpdateAsync(FlowId, flow => flow with { NotificationId = NotificationId }, Cancel);

        await (isInterrupted ? scope.Recorder.RecordInterruptedAsync(Ended, UnkeptStarts.None, Cancel) : scope.Recorder.RecordAsync(Ended, Cancel));

        Assert.Single(await TakeAllAsync(scope));
        Assert.Equal((null, NotificationId), ((await scope.FlowAsync()).ActiveRunId, (await scope.FlowAsync()).NotificationId));
    }

    [Fact]
    public async Task Queue_that_somebody_deleted_is_made_again()
    {
        var scope = await LockedAsync(azurite.NewAccount());
        await scope.Queues.Notifications.DeleteAsync(Cancel);

        await scope.Recorder.RecordAsync(Ended, Cancel);

        Assert.Single(await TakeAllAsync(scope));
        Assert.Null((await scope.FlowAsync()).ActiveRunId);
    }

    [Fact]
    public async Task Steps_of_a_flow_run_are_not_told_of_by_themselves()
    {
        var scope = await LockedAsync(azurite.NewAccount(), listed: [FlowId, Id("a"), Id("b")]);

        await scope.Recorder.RecordAsync(Ended, Cancel);

        Assert.Equal(FlowId, Assert.Single(await TakeAllAsync(scope)).Notice.OwnerId);
    }

    [Fact]
    public async Task Run_of_an_integration_by_itself_is_told_of()
    {
        var scope = await LockedAsync(azurite.NewAccount(), listed: [Id("a")]);
        var run = OfOneIntegration("a").Run with { EndDate = Ended.EndDate, Result = new(false, "no rows", 42), Steps = [Ended.Steps[1] with { Referrer = Id("a"), Name = "a" }] };

        await scope.Recorder.RecordAsync(run, Cancel);

        var notice = Assert.Single(await TakeAllAsync(scope)).Notice;
        Assert.Equal((false, Id("a"), "no rows"), (notice.IsFlow, notice.OwnerId, notice.Message));
        Assert.Empty(notice.FailedSteps);
    }

    [Fact]
    public async Task Interrupted_run_that_is_closed_is_told_of()
    {
        var scope = await LockedAsync(azurite.NewAccount());

        await scope.Interrupted.RecordAsync(Ended with { EndDate = null, Result = null }, InterruptedRuns.Message, Cancel);

        Assert.Equal(InterruptedRuns.Message, Assert.Single(await TakeAllAsync(scope)).Notice.Message);
    }

    /// <summary>A crash between the record and the release of the lock, by a process whose copy of the flow was out of date.</summary>
    [Fact]
    public async Task Interrupted_run_that_is_on_record_is_told_of_to_those_who_want_to_know_now_when_its_lock_is_released()
    {
        var scope = await LockedAsync(azurite.NewAccount());
        await scope.Runs.PutAsync(Ended, Cancel);

        await scope.Interrupted.CloseAsync(new FakeOrchestrations().Client, Ended, InterruptedRuns.Message, Cancel);

        Assert.Equal("Stopped at step 'b': no rows", Assert.Single(await TakeAllAsync(scope)).Notice.Message);
        Assert.Null((await scope.FlowAsync()).ActiveRunId);
    }

    [Fact]
    public async Task End_of_a_type_that_nobody_wants_to_know_of_puts_no_message()
    {
        var scope = await LockedAsync(azurite.NewAccount());

        await scope.Recorder.RecordAsync(Ended with { Result = new(true, "Success", null), Steps = [] }, Cancel);

        Assert.Empty(await TakeAllAsync(scope));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rule_that_the_configuration_got_while_the_run_went_on_is_kept_to(bool isInterrupted)
    {
        var scope = await LockedAsync(azurite.NewAccount(), types: [NotificationType.FullFailure]);
        Assert.NotNull(scope.Flows.LastSeen(FlowId));
        using var transport = new FaultingTransport(0, isCarriedOut: true);
        var another = scope.Through(transport);
        var editor = new NotificationEditor(another.Notifications, another.Runnables, Options.Create(new NotificationsOptions { Webhooks = { ["ops"] = new() } }), scope.Time);
        var http = new DefaultHttpContext();
        http.SetCaller(new("eve", Role.Editor));
        await editor.ReplaceAsync(NotificationId, ConfigurationFor(FlowId) with { Rules = [new(NotificationType.Success, ["cyd"])] }, http.Request, Cancel);
        var succeeded = Ended with { Result = new(true, "Success", null), Steps = [] };

        await (isInterrupted ? scope.Recorder.RecordInterruptedAsync(succeeded, UnkeptStarts.None, Cancel) : scope.Recorder.RecordAsync(succeeded, Cancel));

        Assert.Equal(["cyd"], Assert.Single(await TakeAllAsync(scope)).Users);
        Assert.Equal([NotificationType.FullFailure, NotificationType.Success], (await scope.FlowAsync()).NotifiedTypes!);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Configuration_counts_only_where_owner_and_configuration_agree(bool isNamed, bool isListed)
    {
        var scope = await LockedAsync(azurite.NewAccount(), listed: isListed ? [FlowId] : [Id("a")], isNamed);

        await scope.Recorder.RecordAsync(Ended, Cancel);

        Assert.Empty(await TakeAllAsync(scope));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Crash_at_any_call_loses_no_message_and_repeats_it_under_the_same_id(bool isCarriedOut)
    {
        var counted = await LockedAsync(azurite.NewAccount());
        using var counter = new FaultingTransport(0, isCarriedOut);
        await counted.Through(counter).Recorder.RecordAsync(Ended, Cancel);
        Assert.Single(await TakeAllAsync(counted));

        var werePutTwice = await Task.WhenAll(Enumerable.Range(1, counter.Requests).Select(broken => IsPutTwiceAsync(broken, isCarriedOut)));

        Assert.True(werePutTwice.Any(isTwice => isTwice), "No crash was after the message: nothing was tested of what follows from it.");
    }

    [Fact]
    public async Task Message_fits_the_queue_however_much_there_is_to_tell()
    {
        var scope = await LockedAsync(azurite.NewAccount(), users: [.. Enumerable.Range(0, 5).Select(index => new string((char)('あ' + index), 200))]);
        var step = Ended.Steps[1] with { Name = new string('名', 200), Message = new string('\u0001', 4096) };
        var run = Ended with
        {
            Name = new string('名', 200),
            Result = new(false, new string('\u0001', 4096), 42),
            Steps = [.. Enumerable.Range(0, 100).Select(index => step with { Referrer = Core.ResourceId.Derive(RunId, $"{index}") })],
        };

        await scope.Outbox.PutAsync(run, await scope.FlowAsync(), Cancel);

        var notice = Assert.Single(await TakeAllAsync(scope)).Notice;
        Assert.Equal((RunNotice.MaximumFailedSteps, 100 - RunNotice.MaximumFailedSteps), (notice.FailedSteps.Count, notice.FurtherFailedSteps));
        Assert.Equal(RunNotice.MaximumMessageLength, notice.Message.Length);
    }

    [Theory]
    [InlineData("😀", 200)]
    [InlineData("\u0001", 200)]
    [InlineData("\u202e", 200)]
    [InlineData("\"", 200)]
    [InlineData("名", 200)]
    public async Task Run_ends_whatever_its_steps_and_its_readers_are_called(string character, int length)
    {
        var name = string.Concat(Enumerable.Repeat(character, length));
        var scope = await LockedAsync(azurite.NewAccount(), users: [.. Enumerable.Range(0, 5).Select(index => $"{index}{name[character.Length..]}")]);
        var longest = string.Concat(Enumerable.Repeat(character, 4096 / character.Length));
        var step = Ended.Steps[1] with { Name = name, Message = longest };
        var run = Ended with
        {
            Name = name,
            Trigger = new(name, RunTrigger.Scheduled),
            Result = new(false, longest, 42),
            Steps = [.. Enumerable.Range(0, 12).Select(index => step with { Referrer = Core.ResourceId.Derive(RunId, $"{index}") })],
        };

        await scope.Recorder.RecordAsync(run, Cancel);

        Assert.Null((await scope.FlowAsync()).ActiveRunId);
        var message = Assert.Single(await TakeAllAsync(scope));
        Assert.Equal((5, 12), (message.Users.Count, message.Notice.FailedSteps.Count + message.Notice.FurtherFailedSteps));
        Assert.All(message.Notice.FailedSteps, noticed => Assert.Equal(name, noticed.Name));
        Assert.InRange(message.Notice.FailedSteps.Count, 5, RunNotice.MaximumFailedSteps);
    }

    [Fact]
    public void Message_of_exactly_the_most_bytes_keeps_its_steps_and_one_of_a_byte_more_counts_the_last()
    {
        var message = Messages.To("ann");
        message = message with { Notice = message.Notice with { FailedSteps = [.. Enumerable.Repeat(new NoticedStep("a", StepStatus.Failure, "", 42), 3)] } };
        var room = NotificationMessageJson.MaximumBytes - NotificationMessageJson.Write(message).ToMemory().Length;

        var fits = NotificationMessageJson.Write(Filled(room));
        var over = NotificationMessageJson.Write(Filled(room + 1));

        Assert.Equal(NotificationMessageJson.MaximumBytes, fits.ToMemory().Length);
        Assert.Equal((3, 0), StepsOf(fits));
        Assert.Equal((2, 1), StepsOf(over));

        NotificationMessage Filled(int characters) => message with { Notice = message.Notice with { OwnerName = message.Notice.OwnerName + new string('x', characters) } };
        static (int, int) StepsOf(BinaryData written) =>
            NotificationMessageJson.Read(written.ToString()) is { Notice: var notice } ? (notice.FailedSteps.Count, notice.FurtherFailedSteps) : default;
    }

    /// <summary>A crash at that storage call, and the second attempt that follows it.</summary>
    private async Task<bool> IsPutTwiceAsync(int broken, bool isCarriedOut)
    {
        var scope = await LockedAsync(azurite.NewAccount());
        using var transport = new FaultingTransport(broken, isCarriedOut);
        await Assert.ThrowsAnyAsync<Azure.RequestFailedException>(() => scope.Through(transport).Recorder.RecordAsync(Ended, Cancel));
        var first = await TakeAllAsync(scope);
        Assert.True(
            first.Count == 1 || ((await scope.FlowAsync()).ActiveRunId == RunId && await scope.Runs.GetAsync(RunId, Cancel) is null),
            $"After storage call {broken} the lock is released or the run on record, and there is no message.");

        // As the activity is run again, or as whoever finds the lock does.
        await scope.Recorder.RecordAsync(Ended, Cancel);

        var all = first.Concat(await TakeAllAsync(scope)).ToList();
        Assert.NotEmpty(all);
        Assert.Equal(NotificationOutbox.IdOf(RunId), Assert.Single(all.Select(message => message.Id).Distinct()));
        return all.Count > 1;
    }

    private static NotificationInput ConfigurationFor(params string[] owners) => new()
    {
        IntegrationIds = owners,
        Channels = [NotificationChannel.Email],
        Webhooks = ["ops"],
        Rules = [new(NotificationType.FullFailure, ["ann", "bob"])],
    };

    private static async Task<RunScope> LockedAsync(
        string account, string[]? listed = null, bool isNamed = true, string[]? users = null, IReadOnlyList<NotificationType>? types = null)
    {
        var scope = await RunScope.CreateAsync(account);
        await scope.Queues.Notifications.CreateIfNotExistsAsync(cancellationToken: Cancel);
        await scope.AddFlowAsync();
        await scope.Notifications.CreateAsync(
            new()
            {
                Id = NotificationId,
                Input = ConfigurationFor(listed ?? [FlowId]) with { Rules = [new(NotificationType.FullFailure, users ?? ["ann", "bob"])] },
                CreatedBy = "ann",
                CreationDate = scope.Time.GetUtcNow(),
                ModificationDate = scope.Time.GetUtcNow(),
            },
            Cancel);
        if (isNamed)
        {
            await scope.Integrations.UpdateAsync(Id("a"), integration => integration with { NotificationId = NotificationId }, Cancel);
            await scope.Flows.UpdateAsync(FlowId, flow => flow with { NotificationId = NotificationId, NotifiedTypes = types }, Cancel);
        }

        var running = Ended with { EndDate = null, Result = null };
        await scope.Flows.UpdateAsync(FlowId, flow => RunLock.Take(flow, running), Cancel);
        return scope;
    }

    /// <summary>The messages in the queue, also those that cannot be received yet; they are gone then.</summary>
    private static async Task<IReadOnlyList<NotificationMessage>> TakeAllAsync(RunScope scope)
    {
        var queue = scope.Queues.Notifications;
        var messages = new List<NotificationMessage>();
        var count = (await queue.GetPropertiesAsync(Cancel)).Value.ApproximateMessagesCount;
        await Wait.Until(async () =>
        {
            foreach (var received in (await queue.ReceiveMessagesAsync(32, cancellationToken: Cancel)).Value)
            {
                messages.Add(NotificationMessageJson.Read(received.MessageText)!);
                await queue.DeleteMessageAsync(received.MessageId, received.PopReceipt, Cancel);
            }

            return messages.Count >= count;
        });
        return messages;
    }
}
