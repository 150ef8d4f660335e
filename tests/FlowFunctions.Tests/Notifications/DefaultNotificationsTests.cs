using System.Net;
using Azure.Data.Tables;
using FlowFunctions.Notifications.Configuration;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using FlowFunctions.Tests.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Notifications;

/// <summary>What a crash leaves between an owner and the configuration that it is made with and goes with.</summary>
[Needs(Need.Azurite)]
public sealed class DefaultNotificationsTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Crash_while_an_integration_is_created_leaves_none_or_one_with_its_configuration(bool isCarriedOut) => CrashAsync(
        isCarriedOut,
        _ => Task.FromResult(""),
        (application, _) => application.Client.SendAsync("POST", "integrations", ApiClient.IntegrationBody("Load")));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Crash_while_a_flow_is_created_leaves_none_or_one_with_its_configuration(bool isCarriedOut) => CrashAsync(
        isCarriedOut,
        async application => ApiClient.FlowBody(
            "Nightly", await application.Client.CreateIntegrationAsync("A"), await application.Client.CreateIntegrationAsync("B")),
        (application, body) => application.Client.SendAsync("POST", "integrationflows", body));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Crash_while_an_integration_is_deleted_leaves_none_or_one_with_its_configuration(bool isCarriedOut) => CrashAsync(
        isCarriedOut,
        application => application.Client.CreateIntegrationAsync("Load"),
        (application, id) => application.Client.SendAsync("DELETE", $"integrations/{id}"),
        isDeletion: true);

    private async Task CrashAsync(
        bool isCarriedOut, Func<ApiApplication, Task<string>> prepare, Func<ApiApplication, string, Task<ApiAnswer>> change, bool isDeletion = false)
    {
        int before;
        int after;
        using (var counter = new FaultingTransport(0, isCarriedOut))
        {
            await using var application = await StartAsync(counter);
            var prepared = await prepare(application);
            await OwnersAsync(application);
            before = counter.Requests;
            (await change(application, prepared)).MustBeOk();
            after = counter.Requests;
        }

        Assert.InRange(after - before, 2, 30);
        for (var broken = before + 1; broken <= after; broken++)
        {
            using var transport = new FaultingTransport(broken, isCarriedOut);
            await using var application = await StartAsync(transport);
            var prepared = await prepare(application);
            var earlier = await OwnersAsync(application);

            (await change(application, prepared)).MustBeError(HttpStatusCode.ServiceUnavailable);

            var orphans = await OrphansAsync(application, broken - before);

            // A configuration is written before its owner and deleted after it: of the change that was cut off, one may be left that nobody has.
            Assert.InRange(orphans.Count, 0, 1);
            foreach (var orphan in orphans)
            {
                var owner = Assert.Single(orphan.Input.IntegrationIds);
                Assert.Equal(isDeletion, earlier.Any(known => known.Id == owner));
                Assert.True(!isDeletion || owner == prepared, $"After storage call {broken - before}, a configuration of {owner} is left, which nobody deleted.");
            }

            // What was done may be refused as done, or done once more; it leaves no more.
            var again = await change(application, prepared);
            Assert.True(again.Status is HttpStatusCode.OK or HttpStatusCode.Conflict or HttpStatusCode.NotFound, again.Text);
            Assert.Subset(orphans.Select(orphan => orphan.Id).ToHashSet(), (await OrphansAsync(application, broken - before)).Select(orphan => orphan.Id).ToHashSet());
        }
    }

    private static async Task<IReadOnlyList<(string Id, string? NotificationId)>> OwnersAsync(ApiApplication application) =>
    [
        .. (await application.Integrations.ListAsync(new(0, 100), Cancel)).Items.Select(integration => (integration.Id, integration.NotificationId)),
        .. (await application.Flows.ListAsync(new(0, 100), Cancel)).Items.Select(flow => (flow.Id, flow.NotificationId)),
    ];

    /// <summary>The configurations that no owner names. Each owner has one of its own.</summary>
    private static async Task<IReadOnlyList<NotificationDocument>> OrphansAsync(ApiApplication application, int broken)
    {
        var notifications = application.Services.GetRequiredService<NotificationStore>();
        var named = await OwnersAsync(application);
        foreach (var (id, notificationId) in named)
        {
            var document = await notifications.GetAsync(notificationId!, Cancel);
            Assert.True(document?.Input.IntegrationIds.SequenceEqual([id]) == true, $"After storage call {broken}, {id} has no configuration of its own.");
        }

        var kept = application.Services.GetRequiredService<StorageTables>().Notifications.QueryAsync<TableEntity>(cancellationToken: Cancel);
        var orphans = new List<NotificationDocument>();
        foreach (var id in (await kept.ToListAsync(Cancel)).Select(row => row.PartitionKey).Except(named.Select(owner => owner.NotificationId!)))
        {
            orphans.Add((await notifications.GetAsync(id, Cancel))!);
        }

        return orphans;
    }

    private Task<ApiApplication> StartAsync(FaultingTransport transport) => ApiApplication.StartAsync(
        azurite.ConnectionString,
        services => services.AddSingleton(
            new TableServiceClient(azurite.ConnectionString, new TableClientOptions { Transport = transport, Retry = { MaxRetries = 0 } })));
}
