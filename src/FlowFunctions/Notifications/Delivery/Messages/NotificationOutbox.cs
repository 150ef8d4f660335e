using FlowFunctions.Core;
using FlowFunctions.Definitions;
using FlowFunctions.Notifications.Configuration;
using FlowFunctions.Runs;
using FlowFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>
/// Puts the message about a run's end on queue <c>notifications</c>. Called before the run gives up its lock and is on record as ended: whoever
/// has to finish the record after a crash comes here again. At-least-once: the message has the same id every time, and is
/// delivered once.
/// </summary>
public sealed partial class NotificationOutbox(
    NotificationStore notifications, StorageQueues queues, ILogger<NotificationOutbox> logger) : IRunOutbox
{
    /// <summary>By then the run is on record: who is told of it can read it.</summary>
    private static readonly TimeSpan VisibleAfter = TimeSpan.FromSeconds(1);

    /// <param name="run">A flow's run or that of an integration by itself, at its end. Steps of a flow's run are told of with the flow.</param>
    /// <param name="owner">The flow or integration.</param>
    /// <param name="cancellationToken">Gives up; the caller must call again.</param>
    public async Task PutAsync(RunDocument run, Runnable owner, CancellationToken cancellationToken)
    {
        if (run.Result is not { } result)
        {
            return;
        }

        var type = RunNotices.TypeOf(run, result);
        if (owner.NotifiedTypes?.Contains(type) == false || await ConfigurationOfAsync(owner, cancellationToken) is not { } configuration)
        {
            return;
        }

        if (configuration.Input.Rules.FirstOrDefault(rule => rule.Type == type) is not { } rule)
        {
            return;
        }

        var message = new NotificationMessage
        {
            Id = IdOf(run.Id),
            Notice = RunNotices.Of(run, result),
            Users = rule.Users,
            Channels = configuration.Input.Channels,
            Webhooks = configuration.Input.Webhooks,
        };
        await queues.Notifications.PutAsync(NotificationMessageJson.Write(message), VisibleAfter, cancellationToken);
        LogPut(message.Id, run.Id, configuration.Id);
    }

    /// <summary>The id of the message about the run: one run, one message, whatever became of its configuration between two tries.</summary>
    public static string IdOf(string runId) => ResourceId.Derive(runId, "ended");

    /// <summary>The configuration that the run's owner names and that lists it; null for none.</summary>
    private async Task<NotificationDocument?> ConfigurationOfAsync(Runnable owner, CancellationToken cancellationToken) =>
        owner.NotificationId is { } id
        && await notifications.GetAsync(id, cancellationToken) is { } configuration
        && configuration.Input.IntegrationIds.Contains(owner.Id)
            ? configuration
            : null;

    [LoggerMessage(1801, LogLevel.Information, "Message {MessageId} about the end of run {RunId} is put in the queue, for notification configuration {ConfigurationId}.")]
    private partial void LogPut(string messageId, string runId, string configurationId);
}
