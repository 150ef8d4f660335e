using Azure.Storage.Queues;
using FlowFunctions.Notifications;
using FlowFunctions.Notifications.Delivery;
using FlowFunctions.Steps;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;
using FlowFunctions.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace FlowFunctions.Tests.Notifications;

/// <summary>When a message is tried again.</summary>
[Needs(Need.Azurite)]
public sealed class DeliverNotificationTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly NotificationMessage Message = Messages.To("ann").Through("plain");

    private readonly Mock<IDeliveryChannel> _webhook = new();
    private readonly VisibilityPolicy _visibility = new();
    private StorageScope _storage = null!;
    private StorageQueues _queues = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var account = azurite.NewAccount();
        _storage = await StorageScope.CreateAsync(account);
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        options.AddPolicy(_visibility, Azure.Core.HttpPipelinePosition.PerCall);
        _queues = new(new QueueServiceClient(account, options), Options.Create(new StorageOptions()));
        await _queues.Notifications.CreateIfNotExistsAsync(cancellationToken: Cancel);
        _webhook.Setup(channel => channel.Kind).Returns(DeliveryKind.Webhook);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(120, 0.0, 120)]
    [InlineData(120, 0.5, 126)]
    [InlineData(3600, 0.9, 3600)]
    [InlineData(null, 0.0, 1)]
    [InlineData(null, 0.5, 1)]
    public async Task Message_to_a_webhook_that_is_busy_waits_as_long_as_it_asks_and_not_with_all_others_in_one_moment(int? asked, double draw, int seconds)
    {
        Fail(isTransient: true, asked);

        await RunAsync(Message, draw);

        Assert.Equal([seconds], _visibility.Seconds);
    }

    [Fact]
    public async Task Waits_become_longer_until_the_queue_takes_over()
    {
        Fail(isTransient: true);
        var message = Message;
        for (var postponed = 0; postponed < DeliverNotification.MaximumPostponements; postponed++)
        {
            await RunAsync(message with { Postponements = postponed }, draw: 1);
        }

        Assert.Equal([2, 4, 8, 16, 32, 60, 60, 60], _visibility.Seconds);
        await Assert.ThrowsAsync<DeliveryFailedException>(() => RunAsync(message with { Postponements = DeliverNotification.MaximumPostponements }, draw: 1));
    }

    [Fact]
    public async Task Delivery_that_cannot_succeed_later_is_left_to_the_queue()
    {
        Fail(isTransient: false);

        await Assert.ThrowsAsync<DeliveryFailedException>(() => RunAsync(Message, draw: 0));
        Assert.Empty(_visibility.Seconds);
    }

    [Fact]
    public async Task Message_that_was_put_off_is_the_same_and_is_delivered_once()
    {
        Fail(isTransient: true);
        await RunAsync(Message, draw: 0);
        var next = await Wait.For(async () => (await _queues.Notifications.ReceiveMessageAsync(cancellationToken: Cancel)).Value, message => message is not null);
        var read = NotificationMessageJson.Read(next!.MessageText)!;
        Assert.Equal((Message.Id, 1), (read.Id, read.Postponements));
        _webhook.Reset();
        _webhook.Setup(channel => channel.Kind).Returns(DeliveryKind.Webhook);

        await RunAsync(read, draw: 0);
        await RunAsync(Message, draw: 0);

        _webhook.Verify(channel => channel.SendAsync(It.IsAny<NotificationMessage>(), "plain", It.IsAny<CancellationToken>()), Times.Once);
    }

    [Fact]
    public async Task Webhook_that_asks_for_an_hour_keeps_nobody_else_waiting_and_is_not_asked_before()
    {
        Fail(isTransient: true, asked: 3600, "busy");
        Fail(isTransient: true, asked: null, "plain");

        await RunAsync(Message.Through("busy", "plain"), draw: 0);

        Assert.Equal([1, 3600], _visibility.Seconds.Order());
        var soon = await Wait.For(async () => (await _queues.Notifications.ReceiveMessageAsync(cancellationToken: Cancel)).Value, message => message is not null);
        _webhook.Invocations.Clear();
        await RunAsync(NotificationMessageJson.Read(soon!.MessageText)!, draw: 0);
        Assert.Equal([1, 1, 3600], _visibility.Seconds.Order());
        Assert.Equal(["plain"], Sent());
    }

    [Fact]
    public async Task Delivery_that_cannot_succeed_later_waits_beside_one_that_can_and_is_left_to_the_queue_then()
    {
        Fail(isTransient: false, asked: null, "gone");
        Fail(isTransient: true, asked: 60, "busy");

        await RunAsync(Message.Through("gone", "busy"), draw: 0);

        Assert.Equal([1, 60], _visibility.Seconds.Order());
        var soon = await Wait.For(async () => (await _queues.Notifications.ReceiveMessageAsync(cancellationToken: Cancel)).Value, message => message is not null);
        await Assert.ThrowsAsync<DeliveryFailedException>(() => RunAsync(NotificationMessageJson.Read(soon!.MessageText)!, draw: 0));
        Assert.Equal(2, _visibility.Seconds.Count);
    }

    /// <summary>With storage the queue is away, which could not be given the message back.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Message_whose_delivery_storage_held_up_is_kept_until_storage_is_there(int broken)
    {
        using var transport = new FaultingTransport(broken, isCarriedOut: false);
        var time = new SkippingTimeProvider(DateTimeOffset.UnixEpoch);

        await RunAsync(Message, draw: 0, time, _storage.TablesThrough(transport, retries: 0));

        Assert.InRange(time.GetUtcNow() - DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(50));
        Assert.Equal(["plain"], Sent());
        await RunAsync(Message, draw: 0);
        Assert.Equal(["plain"], Sent());
    }

    [Fact]
    public async Task Message_whose_storage_stays_away_is_left_to_the_queue_before_others_see_it()
    {
        using var transport = new FaultingTransport(1, isCarriedOut: false, isLast: true);
        var time = new SkippingTimeProvider(DateTimeOffset.UnixEpoch);

        await Assert.ThrowsAsync<DeliveryFailedException>(() => RunAsync(Message, draw: 0, time, _storage.TablesThrough(transport, retries: 0)));

        Assert.Equal(NotificationDelivery.KeepsFor, time.GetUtcNow() - DateTimeOffset.UnixEpoch);
        Assert.Empty(Sent());
    }

    private IEnumerable<string> Sent() => _webhook.Invocations.Where(call => call.Method.Name == nameof(IDeliveryChannel.SendAsync)).Select(call => (string)call.Arguments[1]);

    private void Fail(bool isTransient, int? asked = null, string? webhook = null) => _webhook
        .Setup(channel => channel.SendAsync(It.IsAny<NotificationMessage>(), It.Is<string>(name => webhook == null || name == webhook), It.IsAny<CancellationToken>()))
        .ThrowsAsync(new DeliveryFailedException("the webhook answered 503") { IsTransient = isTransient, RetryAfter = asked is null ? null : TimeSpan.FromSeconds(asked.Value) });

    private async Task RunAsync(NotificationMessage message, double draw, FakeTimeProvider? clock = null, StorageTables? tables = null)
    {
        var options = Options.Create(new NotificationsOptions());
        options.Value.Webhooks["plain"] = new() { Url = "https://example.com/plain" };
        var time = clock ?? new FakeTimeProvider();
        var feed = new Mock<IDeliveryChannel>();
        feed.Setup(channel => channel.Kind).Returns(DeliveryKind.Feed);
        var delivery = new NotificationDelivery(
            [_webhook.Object, feed.Object],
            new DeliveryPlan(new NotificationUsers(options), options),
            new DeliveryLog(tables ?? _storage.Tables, options, time),
            time,
            NullLogger<NotificationDelivery>.Instance);
        await new DeliverNotification(delivery, _queues, new BackOff(() => draw), time, NullLogger<DeliverNotification>.Instance)
            .RunAsync(NotificationMessageJson.Write(message).ToString(), Cancel);
    }

    /// <summary>Keeps for how long messages are put out of sight.</summary>
    private sealed class VisibilityPolicy : Azure.Core.Pipeline.HttpPipelineSynchronousPolicy
    {
        public List<int> Seconds { get; } = [];

        public override void OnSendingRequest(Azure.Core.HttpMessage message)
        {
            var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(message.Request.Uri.Query);
            if (message.Request.Method == Azure.Core.RequestMethod.Post && query.TryGetValue("visibilitytimeout", out var seconds))
            {
                Seconds.Add(int.Parse(seconds!, System.Globalization.CultureInfo.InvariantCulture));
            }
        }
    }
}
