using Azure.Core.Pipeline;
using Azure.Data.Tables;
using FlowFunctions.Core.Notifications;
using FlowFunctions.Notifications;
using FlowFunctions.Notifications.Delivery;
using FlowFunctions.Notifications.Feed;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;
using FlowFunctions.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Tests.Notifications;

/// <summary>What a message that is delivered again, or twice at once, does to those whom it has reached.</summary>
[Needs(Need.Azurite)]
[TakesLong]
public sealed class DeliveryCrashTests(AzuriteFixture azurite)
{
    private static readonly NotificationMessage Message =
        Messages.To("ann", "bob", "carol").Over(NotificationChannel.InApp, NotificationChannel.Email).Through("ops");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(RunInputs.Start).AddMinutes(3));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Crash_at_any_storage_call_loses_nothing_and_repeats_only_what_is_not_on_record(bool isCarriedOut)
    {
        using var counter = new FaultingTransport(0, isCarriedOut);
        await PartsOf(Tables(await StorageScope.CreateAsync(azurite.ConnectionString), counter)).Delivery.DeliverAsync(Message, Cancel);
        Assert.InRange(counter.Requests, 20, 60);

        for (var broken = 1; broken <= counter.Requests; broken++)
        {
            var storage = await StorageScope.CreateAsync(azurite.ConnectionString);
            using var transport = new FaultingTransport(broken, isCarriedOut, isLast: true);
            var first = PartsOf(Tables(storage, transport));
            await Assert.ThrowsAsync<DeliveryFailedException>(() => first.Delivery.DeliverAsync(Message, Cancel));
            var afterwards = PartsOf(storage.Tables);
            var open = await afterwards.Log.OpenAsync(Message, afterwards.Plan.Of(Message), Cancel);

            // The claim that the crash left runs out.
            _time.Advance(TimeSpan.FromMinutes(1));
            await afterwards.Delivery.DeliverAsync(Message, Cancel);
            await afterwards.Delivery.DeliverAsync(Message, Cancel);

            foreach (var route in afterwards.Plan.Of(Message))
            {
                var taken = $"{Message.Id}/{route.Recipient}";
                var times = first.TakenOf(route.Kind).Concat(afterwards.TakenOf(route.Kind)).Count(one => one == taken);
                var wasTakenAndNotPutOnRecord = first.TakenOf(route.Kind).Contains(taken) && open.Contains(route);
                Assert.True(
                    times == (route.Kind == DeliveryKind.Feed ? 0 : wasTakenAndNotPutOnRecord ? 2 : 1), $"After storage call {broken}, {route} was called {times} times.");
            }

            foreach (var user in Message.Users)
            {
                Assert.Equal(1, (await afterwards.Feed.PageAsync(user, 10, 0, Cancel)).Entries.TotalSize);
            }
        }
    }

    [Fact]
    public async Task Message_that_is_twice_in_the_queue_is_delivered_once_also_at_the_same_time()
    {
        var parts = PartsOf((await StorageScope.CreateAsync(azurite.ConnectionString)).Tables);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        parts.Mail.Gate = gate.Task;

        var first = parts.Delivery.DeliverAsync(Message, Cancel);
        await Wait.Until(() => parts.Mail.Taken.Count == 3);
        var second = await Assert.ThrowsAsync<DeliveryFailedException>(() => parts.Delivery.DeliverAsync(Message, Cancel));
        gate.SetResult();
        await first;
        await parts.Delivery.DeliverAsync(Message, Cancel);

        Assert.Contains("mail to user 'ann': another delivery of the same message is under way", second.Message, StringComparison.Ordinal);
        Assert.Equal(3, parts.Mail.Taken.Count);
        Assert.Single(parts.Webhook.Taken);
    }

    [Fact]
    public async Task Claim_that_a_crash_left_runs_out_before_the_queue_gives_up()
    {
        var parts = PartsOf((await StorageScope.CreateAsync(azurite.ConnectionString)).Tables);
        var route = new DeliveryRoute(DeliveryKind.Mail, "ann");
        Assert.NotNull(await parts.Log.TryClaimAsync(Message, route, Cancel));

        await Assert.ThrowsAsync<DeliveryFailedException>(() => parts.Log.TryClaimAsync(Message, route, Cancel));
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.NotNull(await parts.Log.TryClaimAsync(Message, route, Cancel));
    }

    [Fact]
    public async Task Run_that_is_put_on_record_again_a_day_later_is_not_told_of_again()
    {
        var parts = PartsOf((await StorageScope.CreateAsync(azurite.ConnectionString)).Tables);
        await parts.Delivery.DeliverAsync(Message, Cancel);

        await parts.Delivery.DeliverAsync(Message with { Notice = Message.Notice with { EndDate = Message.Notice.EndDate.AddDays(1) } }, Cancel);

        Assert.Equal(3, parts.Mail.Taken.Count);
    }

    [Fact]
    public async Task Purge_takes_records_away_that_are_older_than_their_retention_and_no_others()
    {
        var parts = PartsOf((await StorageScope.CreateAsync(azurite.ConnectionString)).Tables);
        var newer = Message with { Id = RunInputs.FlowId, Notice = Message.Notice with { StartDate = Message.Notice.StartDate.AddDays(2) } };
        await parts.Delivery.DeliverAsync(Message, Cancel);
        await parts.Delivery.DeliverAsync(newer, Cancel);
        _time.Advance(DeliveryLog.Retention + TimeSpan.FromDays(1));

        Assert.Equal(7, await parts.Log.PurgeAsync(Cancel));

        Assert.Equal(7, (await parts.Log.OpenAsync(Message, parts.Plan.Of(Message), Cancel)).Count);
        Assert.Empty(await parts.Log.OpenAsync(newer, parts.Plan.Of(newer), Cancel));
        Assert.Equal(2, (await parts.Feed.PageAsync("ann", 10, 0, Cancel)).Entries.TotalSize);
        Assert.Equal(0, await parts.Log.PurgeAsync(Cancel));
    }

    [Fact]
    public async Task Undelivered_message_is_told_once_in_each_feed_with_what_is_missing()
    {
        var parts = PartsOf((await StorageScope.CreateAsync(azurite.ConnectionString)).Tables);
        foreach (var route in parts.Plan.Of(Message).Where(route => route is not { Recipient: "bob" or "ops" }))
        {
            await parts.Log.CompleteAsync((await parts.Log.TryClaimAsync(Message, route, Cancel))!, Cancel);
        }

        var undelivered = new UndeliveredMessages(parts.Plan, parts.Log, parts.Feed, parts.Users, _time, NullLogger<UndeliveredMessages>.Instance);
        await undelivered.RecordAsync(Message, Cancel);
        await undelivered.RecordAsync(Message, Cancel);

        foreach (var user in Message.Users)
        {
            var entry = Assert.Single((await parts.Feed.PageAsync(user, 10, 0, Cancel)).Entries.Items);
            Assert.Equal(("undelivered", "Not delivered: Flow 'Nightly load' failed"), (entry.Type, entry.Subject));
            Assert.Contains("feed of user 'bob', mail to user 'bob', webhook 'ops'", entry.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("@", entry.Text, StringComparison.Ordinal);
        }

        // What waited longer, and did not arrive either, is told beside it.
        var copy = Message with { WebhooksOnly = true };
        await undelivered.RecordAsync(copy, Cancel);
        await undelivered.RecordAsync(copy, Cancel);
        var entries = (await parts.Feed.PageAsync("ann", 10, 0, Cancel)).Entries.Items;
        Assert.Equal(2, entries.Count);
        Assert.Contains("could not be delivered: webhook 'ops'. ", entries[0].Text, StringComparison.Ordinal);
    }

    private static StorageTables Tables(StorageScope storage, HttpPipelineTransport transport) => new(
        new TableServiceClient(storage.ConnectionString, new TableClientOptions { Transport = transport, Retry = { MaxRetries = 0 } }),
        Options.Create(new StorageOptions { StoragePrefix = storage.Prefix }));

    private Parts PartsOf(StorageTables tables)
    {
        var options = new NotificationsOptions { Smtp = new() };
        foreach (var user in Message.Users)
        {
            options.Users[user] = new() { Email = $"{user}@example.com" };
        }

        var wrapped = Options.Create(options);
        var users = new NotificationUsers(wrapped);
        var feed = new NotificationFeed(tables);
        var log = new DeliveryLog(tables, wrapped, _time);
        var plan = new DeliveryPlan(users, wrapped);
        var (mail, webhook) = (new CountingChannel(DeliveryKind.Mail), new CountingChannel(DeliveryKind.Webhook));
        var delivery = new NotificationDelivery(
            [new FeedChannel(feed, users, new RunLinks(wrapped), _time), mail, webhook], plan, log, new SkippingTimeProvider(_time.GetUtcNow()), NullLogger<NotificationDelivery>.Instance);
        return new(delivery, log, plan, feed, users, mail, webhook);
    }

    private sealed record Parts(
        NotificationDelivery Delivery, DeliveryLog Log, DeliveryPlan Plan, NotificationFeed Feed, NotificationUsers Users, CountingChannel Mail, CountingChannel Webhook)
    {
        public IReadOnlyList<string> TakenOf(DeliveryKind kind) => kind switch
        {
            DeliveryKind.Mail => Mail.Taken,
            DeliveryKind.Webhook => Webhook.Taken,
            _ => [],
        };
    }
}
