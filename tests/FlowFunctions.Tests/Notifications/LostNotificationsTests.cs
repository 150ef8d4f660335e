using FlowFunctions.Core;
using FlowFunctions.Core.Notifications;
using FlowFunctions.Notifications.Configuration;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.Tests.Notifications;

[Needs(Need.Azurite)]
public sealed class LostNotificationsTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Configuration_that_a_crash_has_left_without_an_owner_is_deleted_and_no_other()
    {
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);
        await scope.AddIntegrationAsync("a");
        var lost = await AddAsync(scope, RunInputs.Id("b"), RunInputs.Id("c"));
        var kept = await AddAsync(scope, RunInputs.Id("b"), RunInputs.Id("a"));
        await scope.Integrations.UpdateAsync(RunInputs.Id("a"), integration => integration with { NotificationId = kept }, Cancel);
        scope.Time.Advance(LostNotifications.SafeAge);
        var young = await AddAsync(scope, RunInputs.Id("d"));
        scope.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, await RepairAsync(scope));

        Assert.Null(await scope.Notifications.GetAsync(lost, Cancel));
        Assert.NotNull(await scope.Notifications.GetAsync(kept, Cancel));
        Assert.NotNull(await scope.Notifications.GetAsync(young, Cancel));
        Assert.Equal(0, await RepairAsync(scope));
    }

    [Fact]
    public async Task Owner_that_does_not_know_of_a_rule_is_told()
    {
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);
        await scope.AddIntegrationAsync("a");
        await scope.AddIntegrationAsync("b");
        var id = await AddAsync(scope, [new(NotificationType.Success, ["ann"])], RunInputs.Id("a"), RunInputs.Id("b"));
        await scope.Integrations.UpdateAsync(RunInputs.Id("a"), owner => owner with { NotificationId = id, NotifiedTypes = [NotificationType.FullFailure] }, Cancel);
        await scope.Integrations.UpdateAsync(RunInputs.Id("b"), owner => owner with { NotificationId = RunInputs.RunId, NotifiedTypes = [] }, Cancel);
        scope.Time.Advance(LostNotifications.SafeAge + TimeSpan.FromMinutes(1));

        Assert.Equal(1, await RepairAsync(scope));

        Assert.Equal([NotificationType.FullFailure, NotificationType.Success], (await scope.IntegrationAsync("a")).NotifiedTypes!);
        Assert.Empty((await scope.IntegrationAsync("b")).NotifiedTypes!);
        Assert.Equal(0, await RepairAsync(scope));
    }

    /// <summary>Storage was away between the configuration and its name, and the client has made another since; or it has not.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Configuration_that_its_owner_never_came_to_name_is_deleted(bool isAnotherMade)
    {
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);
        await scope.AddIntegrationAsync("a");
        var unnamed = await AddAsync(scope, RunInputs.Id("a"));
        var named = isAnotherMade ? await AddAsync(scope, RunInputs.Id("a")) : null;
        await scope.Integrations.UpdateAsync(RunInputs.Id("a"), integration => integration with { NotificationId = named }, Cancel);
        scope.Time.Advance(LostNotifications.SafeAge + TimeSpan.FromMinutes(1));

        Assert.Equal(1, await RepairAsync(scope));

        Assert.Null(await scope.Notifications.GetAsync(unnamed, Cancel));
        Assert.Equal(isAnotherMade, named is not null && await scope.Notifications.GetAsync(named, Cancel) is not null);
        Assert.Equal(named, (await scope.IntegrationAsync("a")).NotificationId);
    }

    private static Task<string> AddAsync(RunScope scope, params string[] owners) => AddAsync(scope, rules: [], owners);

    private static async Task<string> AddAsync(RunScope scope, IReadOnlyList<NotificationRule> rules, params string[] owners)
    {
        var now = scope.Time.GetUtcNow();
        return (await scope.Notifications.CreateAsync(
            new()
            {
                Id = ResourceId.New(now),
                Input = new() { IntegrationIds = owners, Channels = [NotificationChannel.InApp], Rules = rules },
                CreatedBy = "ann",
                CreationDate = now,
                ModificationDate = now,
            },
            Cancel)).Id;
    }

    private static Task<int> RepairAsync(RunScope scope) =>
        new LostNotifications(scope.Notifications, scope.Runnables, scope.Time, NullLogger<LostNotifications>.Instance).RepairAsync(new FakeOrchestrations().Client, Cancel);
}
