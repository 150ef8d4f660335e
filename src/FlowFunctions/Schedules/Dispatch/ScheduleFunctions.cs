using System.Text.Json;
using FlowFunctions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Schedules;

/// <summary>What makes schedules run: the timer that looks what is due, and the queue between it and the runs.</summary>
public sealed partial class ScheduleFunctions(
    ScheduleDispatcher dispatcher, ScheduledRunStarter starter, StorageReadiness storage, ILogger<ScheduleFunctions> logger)
{
    private const string EveryMinute = "0 * * * * *";

    /// <summary>On the full minute; after downtime at once, because the host makes up for an occurrence of the timer that it missed.</summary>
    [Function("DispatchSchedules")]
    public async Task DispatchAsync([TimerTrigger(EveryMinute)] TimerInfo timer, CancellationToken cancellationToken)
    {
        await storage.WhenReadyAsync(cancellationToken);
        await dispatcher.DispatchAsync(cancellationToken);
    }

    [Function("StartScheduledRun")]
    public async Task StartAsync(
        [QueueTrigger(StorageQueues.RunRequestsName)] string message,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        await storage.WhenReadyAsync(cancellationToken);
        await starter.StartAsync(client, Read(message) ?? throw new InvalidDataException("The message is not a scheduled run."), cancellationToken);
    }

    /// <summary>Takes the requests that failed at every try, so that they are seen where their owner's runs are.</summary>
    [Function("GiveUpScheduledRun")]
    public async Task GiveUpAsync(
        [QueueTrigger(StorageQueues.RunRequestsPoisonName)] string message,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        await storage.WhenReadyAsync(cancellationToken);
        if (Read(message) is { } run)
        {
            await starter.GiveUpAsync(client, run, cancellationToken);
        }
        else
        {
            LogUnreadable(StorageQueues.RunRequestsPoisonName);
        }
    }

    private static ScheduledRun? Read(string message)
    {
        try
        {
            return JsonSerializer.Deserialize<ScheduledRun>(message, StorageJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(1710, LogLevel.Error, "A message on {Queue} is not a scheduled run; it is dropped.")]
    private partial void LogUnreadable(string queue);
}
