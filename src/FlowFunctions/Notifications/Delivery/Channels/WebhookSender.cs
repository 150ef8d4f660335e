using FlowFunctions.Core.Integrations;
using FlowFunctions.Outgoing;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>Calls webhooks, under the same rules as endpoints of steps: where they may be, where they may redirect, and how long their answers may take and be.</summary>
internal sealed class WebhookSender(EndpointExchange exchange, RunLinks links, IOptions<NotificationsOptions> options, TimeProvider time) : IDeliveryChannel
{
    public DeliveryKind Kind => DeliveryKind.Webhook;

    public async Task SendAsync(NotificationMessage message, string recipient, CancellationToken cancellationToken)
    {
        if (!options.Value.Webhooks.TryGetValue(recipient, out var webhook))
        {
            throw new DeliveryFailedException($"the webhook is not configured; set Notifications:Webhooks:{recipient}:Url");
        }

        var body = WebhookBody.Write(WebhookBody.FormatOf(webhook.Format)!.Value, message, links.Of(message.Notice));
        var request = new EndpointRequest(
            new EndpointInput { Url = webhook.Url },
            HttpMethod.Post,
            new Uri(webhook.Url),
            body,
            IdempotencyKey: message.Id,
            string.IsNullOrEmpty(webhook.Secret) ? null : webhook.Secret);
        using var limit = new CancellationTokenSource(options.Value.DeliveryTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var answer = await exchange.SendAsync(request, either.Token);
            if (!answer.IsSuccess)
            {
                throw new DeliveryFailedException($"the webhook answered {answer.Describe(withPath: false)}") { IsTransient = answer.IsTransient, RetryAfter = answer.RetryAfter };
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeliveryFailedException(
                $"the webhook did not answer within {options.Value.DeliveryTimeout.TotalSeconds:0.###} seconds", exception) { IsTransient = true };
        }
        catch (HttpRequestException exception) when (exception.InnerException is PrivateNetworkException)
        {
            throw new DeliveryFailedException("the webhook is on a private network; set Targets:AllowPrivateNetworks to allow that", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException or UnreadableAnswerException)
        {
            // Its host may be named; its path, which may carry a key, is in none of these messages.
            throw new DeliveryFailedException(exception.Message, exception) { IsTransient = exception is HttpRequestException or TimeoutException };
        }
    }
}
