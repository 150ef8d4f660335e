using System.Collections.Concurrent;
using FlowFunctions.Notifications.Delivery;

namespace FlowFunctions.Tests.Notifications;

/// <summary>Takes every message over, and keeps which it took.</summary>
internal sealed class CountingChannel(DeliveryKind kind) : IDeliveryChannel
{
    private readonly ConcurrentQueue<string> _taken = new();

    public DeliveryKind Kind => kind;

    public IReadOnlyList<string> Taken => [.. _taken];

    /// <summary>What the next calls wait for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public async Task SendAsync(NotificationMessage message, string recipient, CancellationToken cancellationToken)
    {
        _taken.Enqueue($"{message.Id}/{recipient}");
        await Gate;
    }
}
