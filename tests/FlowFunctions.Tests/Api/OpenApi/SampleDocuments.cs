using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Notifications;
using FlowFunctions.Core.Schedules;
using FlowFunctions.Definitions;
using FlowFunctions.Notifications.Configuration;
using FlowFunctions.Runs;
using FlowFunctions.Schedules;
using FlowFunctions.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Api.OpenApi;

/// <summary>The documents of the examples, under the examples' ids, and what stands in their way.</summary>
internal static class SampleDocuments
{
    /// <summary>The name of a flow, an integration and a connection beside the samples.</summary>
    public const string TakenName = "Taken";

    private static readonly string[] Integrations = [SampleIds.LoadProducts, SampleIds.LoadSales, SampleIds.PublishPlan];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// The flow and with it its integrations are running; one integration has a schedule and a notification configuration, another a
    /// configuration of its own.
    /// </summary>
    public static async Task CreateAsync(ApiApplication application)
    {
        foreach (var id in Integrations)
        {
            await application.Integrations.CreateAsync(Documents.Integration($"Integration {id[^1]}") with { Id = id, NotificationId = await ConfigureAsync(application, id) }, Cancel);
        }

        var flow = Documents.Flow("Running", referrers: Integrations) with
        {
            Id = SampleIds.Flow,
            ActiveRunId = SampleIds.FlowRun,
            ActiveSince = application.Time.GetUtcNow(),
        };
        await application.Flows.CreateAsync(flow, Cancel);
        await application.Flows.CreateAsync(Documents.Flow(TakenName, referrers: Integrations), Cancel);
        await application.Integrations.CreateAsync(Documents.Integration(TakenName), Cancel);
        await application.Connections.CreateAsync(Connection("Sales files") with { Id = SampleIds.Connection }, Cancel);
        await application.Connections.CreateAsync(Connection(TakenName), Cancel);
        await ScheduleAsync(application, SampleIds.LoadSales);
    }

    private static ConnectionDocument Connection(string name)
    {
        var integration = Documents.Integration(name);
        return new()
        {
            Id = integration.Id,
            Input = new() { Name = name, Settings = new AzureBlobSettings("planningdata", "nightly") },
            SecretId = Documents.Id(),
            CreatedBy = integration.CreatedBy,
            CreationDate = integration.CreationDate,
            ModificationDate = integration.ModificationDate,
        };
    }

    /// <returns>The configuration's id; null where the integration gets none.</returns>
    private static async Task<string?> ConfigureAsync(ApiApplication application, string integrationId)
    {
        if (integrationId == SampleIds.LoadProducts)
        {
            return null;
        }

        var configuration = new NotificationDocument
        {
            Id = integrationId == SampleIds.LoadSales ? SampleIds.Notification : Documents.Id(),
            Input = new() { IntegrationIds = [integrationId], Channels = [NotificationChannel.InApp], Rules = [new(NotificationType.FullFailure, ["ann"])] },
            CreatedBy = "ann",
            CreationDate = application.Time.GetUtcNow(),
            ModificationDate = application.Time.GetUtcNow(),
        };
        return (await application.Services.GetRequiredService<NotificationStore>().CreateAsync(configuration, Cancel)).Id;
    }

    private static async Task ScheduleAsync(ApiApplication application, string integrationId) =>
        Assert.NotNull(await application.Services.GetRequiredService<ScheduleStore>().CreateAsync(
            new()
            {
                OwnerId = integrationId,
                OwnerKind = RunKind.Integration,
                Input = new() { Name = "Every night", Type = ScheduleType.Daily, Timezone = "Europe/Paris", Time = new(22, 0), StartDate = new(2026, 12, 1) },
                SetBy = "ann",
                Version = "1",
                NextAt = new DateTime(2026, 12, 1, 21, 0, 0, DateTimeKind.Utc),
            },
            Cancel));
}
