using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using FlowFunctions.Embedded.Hosting.Durable;
using FlowFunctions.Embedded.Hosting.Invocation;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Embedded.Hosting.Queues;

/// <summary>Calls one function for each message of its queue, at least once; a message that keeps failing goes to the poison queue.</summary>
internal sealed partial class QueueListener
{
    // Renewed at half of it while the function runs. Shorter than the Functions host's 10 minutes, so that after a kill a message is back soon.
    private static readonly TimeSpan Visibility = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(100);

    private readonly QueuePlan _plan;
    private readonly QueueSettings _settings;
    private readonly FunctionExecutor _executor;
    private readonly DurableClientSources _clients;
    private readonly OutputQueues _outputs;
    private readonly TimeProvider _time;
    private readonly ILogger<QueueListener> _logger;
    private readonly QueueClient _queue;
    private readonly QueueClient _poison;

    public QueueListener(
        QueuePlan plan,
        HostPlan host,
        FunctionExecutor executor,
        DurableClientSources clients,
        OutputQueues outputs,
        TimeProvider time,
        ILogger<QueueListener> logger)
    {
        _plan = plan;
        _settings = host.HostJson.Queues;
        _executor = executor;
        _clients = clients;
        _outputs = outputs;
        _time = time;
        _logger = logger;
        _queue = QueueClients.Open(plan.ConnectionString, plan.QueueName, _settings, PoisonUndecodableAsync);
        _poison = QueueClients.Open(plan.ConnectionString, $"{plan.QueueName}-poison", _settings);
    }

    /// <param name="stopping">No further message is taken after it.</param>
    /// <param name="abandon">Cancels the calls that are running; their messages come back.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abandon)
    {
        List<Task> running = [];
        var pause = ShortestPoll;
        try
        {
            while (true)
            {
                running.RemoveAll(call => call.IsCompleted);
                if (running.Count > _settings.NewBatchThreshold)
                {
                    await Task.WhenAny(running);
                    stopping.ThrowIfCancellationRequested();
                    continue;
                }

                // A message that starts orchestrations is left to the process that can.
                await _clients.WhenServingAsync(_plan.Function, stopping);
                var messages = await ReceiveAsync(stopping);
                // On threads of their own, or a function that does not await would hold the next one up.
                running.AddRange(messages.Select(message => Task.Run(() => HandleAsync(message, abandon), CancellationToken.None)));
                if (messages.Count > 0)
                {
                    pause = ShortestPoll;
                    continue;
                }

                // The longer a queue stays empty, the less often it is asked.
                await Task.Delay(pause, _time, stopping);
                pause = pause * 2 < _settings.MaxPollingInterval ? pause * 2 : _settings.MaxPollingInterval;
            }
        }
        finally
        {
            await Task.WhenAll(running);
        }
    }

    private async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(CancellationToken stopping)
    {
        try
        {
            var received = await _queue.ReceiveMessagesAsync(_settings.BatchSize, Visibility, stopping);
            return received.Value;
        }
        catch (RequestFailedException fault) when (fault.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await _queue.CreateIfNotExistsAsync(cancellationToken: stopping);
            return [];
        }
        catch (Exception fault) when (fault is RequestFailedException or AggregateException)
        {
            ReceiveFailed(fault, _plan.QueueName);
            return [];
        }
    }

    // Nothing leaves it: each message is on its own, and what failed is logged here.
    private async Task HandleAsync(QueueMessage message, CancellationToken abandon)
    {
        try
        {
            if (message.DequeueCount > _settings.MaxDequeueCount)
            {
                // Its last try ended with the process.
                await PoisonAsync(message, message.PopReceipt, abandon);
                return;
            }

            await using var hold = new MessageHold(_queue, message, Visibility, _time, _logger);
            var succeeded = await TryAsync(message, abandon);
            var receipt = await hold.ReleaseAsync();
            if (succeeded)
            {
                await _queue.DeleteMessageAsync(message.MessageId, receipt, CancellationToken.None);
            }
            else if (message.DequeueCount >= _settings.MaxDequeueCount)
            {
                await PoisonAsync(message, receipt, CancellationToken.None);
            }
            else
            {
                await _queue.UpdateMessageAsync(message.MessageId, receipt, messageText: null, _settings.RetryAfter, CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            Abandoned(_plan.Function.Name, message.MessageId);
        }
        catch (Exception fault)
        {
            HandleFailed(fault, _plan.QueueName, message.MessageId);
        }
    }

    private async Task<bool> TryAsync(QueueMessage message, CancellationToken abandon)
    {
        try
        {
            var result = await _executor.ExecuteAsync(_plan.Function, Input(message), abandon);
            await _outputs.SendAsync(_plan.Function, result, abandon);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !abandon.IsCancellationRequested)
        {
            Failed(fault, _plan.Function.Name, message.MessageId, message.DequeueCount);
            return false;
        }
    }

    private InvocationInput Input(QueueMessage message)
    {
        var parameter = _plan.Function.TriggerParameter;
        var sources = _clients.For(_plan.Function);
        sources[parameter.Name ?? ""] =
            parameter.ParameterType == typeof(QueueMessage) ? message
            : parameter.ParameterType == typeof(BinaryData) ? message.Body
            : parameter.ParameterType == typeof(byte[]) ? message.Body.ToArray()
            : message.MessageText;
        // As text, like all that the Functions host tells a worker beside the message.
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["QueueTrigger"] = message.MessageText,
            ["Id"] = message.MessageId,
            ["PopReceipt"] = message.PopReceipt,
            ["DequeueCount"] = $"{message.DequeueCount}",
            ["InsertionTime"] = message.InsertedOn?.ToString("O"),
            ["ExpirationTime"] = message.ExpiresOn?.ToString("O"),
            ["NextVisibleTime"] = message.NextVisibleOn?.ToString("O"),
        };
        return new InvocationInput(sources, data);
    }

    private async Task PoisonAsync(QueueMessage message, string receipt, CancellationToken cancellationToken)
    {
        await _poison.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await _poison.SendMessageAsync(message.Body, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: cancellationToken);
        await _queue.DeleteMessageAsync(message.MessageId, receipt, cancellationToken);
        Poisoned(message.MessageId, message.DequeueCount, _poison.Name);
    }

    private Task PoisonUndecodableAsync(QueueMessageDecodingFailedEventArgs undecodable) =>
        undecodable.ReceivedMessage is { } message
            ? PoisonAsync(message, message.PopReceipt, undecodable.CancellationToken)
            : Task.CompletedTask;

    [LoggerMessage(1121, LogLevel.Error, "Queue function {Function} failed on message {MessageId}, try {Try}")]
    private partial void Failed(Exception fault, string function, string messageId, long @try);

    [LoggerMessage(1122, LogLevel.Warning, "Message {MessageId} was moved to queue {PoisonQueue} after {Tries} tries")]
    private partial void Poisoned(string messageId, long tries, string poisonQueue);

    [LoggerMessage(1123, LogLevel.Warning, "Queue {Queue} cannot be read; trying again")]
    private partial void ReceiveFailed(Exception fault, string queue);

    [LoggerMessage(1124, LogLevel.Error, "Message {MessageId} of queue {Queue} could not be settled; it will be seen again")]
    private partial void HandleFailed(Exception fault, string queue, string messageId);

    [LoggerMessage(1125, LogLevel.Information, "Queue function {Function} was cancelled; message {MessageId} will be seen again")]
    private partial void Abandoned(string function, string messageId);
}
