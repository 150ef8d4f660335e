using FlowFunctions.Core.Notifications;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Notifications;
using FlowFunctions.Notifications.Configuration;
using FlowFunctions.Security;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Notifications;

/// <summary>What a crash between any two writes leaves, and that the same call finishes it.</summary>
[Needs(Need.Azurite)]
public sealed class NotificationEditorTests(AzuriteFixture azurite)
{
    private static readonly Caller Ann = new("ann", Role.Editor);
    private static readonly string[] Owners = ["a", "b", "c"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Crash_while_creating_leaves_no_owner_in_between(bool isCarriedOut) => CrashAsync(
        isCarriedOut,
        (editor, _) => editor.CreateAsync(For("a", "c"), Ann, Cancel),
        async (scope, _) =>
        {
            // Who asks again is told which configuration there is, or makes it.
            var again = await AnswerAsync(EditorOf(scope).CreateAsync(For("a", "c"), Ann, Cancel));
            Assert.Contains(again.StatusCode, new[] { StatusCodes.Status200OK, StatusCodes.Status409Conflict });
            Assert.True(again.StatusCode == StatusCodes.Status200OK || (await NamedByAsync(scope, "a")) is { } named && again.Message.Contains(named, StringComparison.Ordinal));
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Crash_while_replacing_leaves_no_owner_in_between_and_is_finished_by_calling_again(bool isCarriedOut) => CrashAsync(
        isCarriedOut,
        (editor, id) => editor.ReplaceAsync(id, For("b", "c"), Request(), Cancel),
        async (scope, id) =>
        {
            Assert.Equal(StatusCodes.Status200OK, (await EditorOf(scope).ReplaceAsync(id, For("b", "c"), Request(), Cancel)).StatusCode);
            Assert.Equal((null, id, id), (await NamedByAsync(scope, "a"), await NamedByAsync(scope, "b"), await NamedByAsync(scope, "c")));
        },
        existing: ["a", "b"]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Crash_while_deleting_leaves_no_owner_in_between_and_is_finished_by_calling_again(bool isCarriedOut) => CrashAsync(
        isCarriedOut,
        (editor, id) => editor.DeleteAsync(id, Request(), Cancel),
        async (scope, id) =>
        {
            var again = await AnswerAsync(EditorOf(scope).DeleteAsync(id, Request(), Cancel));
            Assert.Contains(again.StatusCode, new[] { StatusCodes.Status200OK, StatusCodes.Status404NotFound });
            Assert.Equal((null, null), (await NamedByAsync(scope, "a"), await NamedByAsync(scope, "b")));
            Assert.Null(await scope.Notifications.GetAsync(id, Cancel));
        },
        existing: ["a", "b"]);

    [Fact]
    public async Task Name_of_a_configuration_that_is_gone_does_not_stand_in_the_way()
    {
        var scope = await ScopeAsync();
        await scope.Integrations.UpdateAsync(RunInputs.Id("a"), integration => integration with { NotificationId = RunInputs.RunId }, Cancel);

        Assert.Equal(StatusCodes.Status200OK, (await EditorOf(scope).CreateAsync(For("a"), Ann, Cancel)).StatusCode);

        Assert.NotEqual(RunInputs.RunId, await NamedByAsync(scope, "a"));
    }

    private static async Task<ApiResult> AnswerAsync(Task<ApiResult> call)
    {
        try
        {
            return await call;
        }
        catch (ApiException refusal)
        {
            return refusal.Answer;
        }
    }

    private async Task CrashAsync(
        bool isCarriedOut,
        Func<NotificationEditor, string, Task<ApiResult>> change,
        Func<RunScope, string, Task> finish,
        params string[] existing)
    {
        var counted = await ScopeAsync();
        using var counter = new FaultingTransport(0, isCarriedOut);
        var id = existing.Length == 0 ? "" : await CreatedAsync(counted, existing);
        Assert.Equal(StatusCodes.Status200OK, (await change(EditorOf(counted.Through(counter)), id)).StatusCode);
        Assert.InRange(counter.Requests, 4, 60);

        for (var broken = 1; broken <= counter.Requests; broken++)
        {
            var scope = await ScopeAsync();
            id = existing.Length == 0 ? "" : await CreatedAsync(scope, existing);
            using var transport = new FaultingTransport(broken, isCarriedOut);
            await Assert.ThrowsAnyAsync<Azure.RequestFailedException>(() => change(EditorOf(scope.Through(transport)), id));

            await AssertConsistentAsync(scope, broken);
            await finish(scope, id);
            await AssertConsistentAsync(scope, broken);
        }
    }

    [Fact]
    public async Task Owner_knows_of_each_type_that_there_was_ever_a_rule_for()
    {
        var scope = await ScopeAsync();
        await scope.Integrations.UpdateAsync(RunInputs.Id("c"), integration => integration with { NotifiedTypes = null }, Cancel);
        var id = await CreatedAsync(scope, "a", "b", "c");

        await EditorOf(scope).ReplaceAsync(id, For("a", "c") with { Rules = [new(NotificationType.Success, ["ann"])] }, Request(), Cancel);

        Assert.Equal([NotificationType.FullFailure, NotificationType.Success], (await scope.IntegrationAsync("a")).NotifiedTypes!);
        Assert.Equal([NotificationType.FullFailure], (await scope.IntegrationAsync("b")).NotifiedTypes!);
        Assert.Null((await scope.IntegrationAsync("c")).NotifiedTypes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Crash_while_a_rule_is_added_leaves_no_owner_that_does_not_know_of_it(bool isCarriedOut) => CrashAsync(
        isCarriedOut,
        (editor, id) => editor.ReplaceAsync(id, Both("a", "b"), Request(), Cancel),
        async (scope, id) =>
        {
            Assert.Equal(StatusCodes.Status200OK, (await EditorOf(scope).ReplaceAsync(id, Both("a", "b"), Request(), Cancel)).StatusCode);
            Assert.Equal(2, (await scope.IntegrationAsync("a")).NotifiedTypes?.Count);
        },
        existing: ["a", "b"]);

    private static NotificationInput Both(params string[] owners) =>
        For(owners) with { Rules = [new(NotificationType.Success, ["ann"]), new(NotificationType.FullFailure, ["ann"])] };

    /// <summary>Every owner has none, or one that exists and lists it, and knows of all its rules.</summary>
    private static async Task AssertConsistentAsync(RunScope scope, int broken)
    {
        foreach (var owner in Owners)
        {
            var integration = await scope.IntegrationAsync(owner);
            if (integration.NotificationId is { } named)
            {
                var document = await scope.Notifications.GetAsync(named, Cancel);
                Assert.True(
                    document?.Input.IntegrationIds.Contains(RunInputs.Id(owner)) == true, $"After storage call {broken}, '{owner}' names a configuration that is not its own.");
                Assert.True(document!.Input.Types.All(integration.NotifiedTypes!.Contains), $"After storage call {broken}, '{owner}' does not know of a rule.");
            }
        }
    }

    private async Task<RunScope> ScopeAsync()
    {
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);
        foreach (var owner in Owners)
        {
            await scope.AddIntegrationAsync(owner);
            await scope.Integrations.UpdateAsync(RunInputs.Id(owner), integration => integration with { NotifiedTypes = [] }, Cancel);
        }

        return scope;
    }

    private static async Task<string> CreatedAsync(RunScope scope, params string[] owners)
    {
        Assert.Equal(StatusCodes.Status200OK, (await EditorOf(scope).CreateAsync(For(owners), Ann, Cancel)).StatusCode);
        return (await NamedByAsync(scope, owners[0]))!;
    }

    private static NotificationEditor EditorOf(RunScope scope) => new(
        scope.Notifications, new Runnables(scope.Flows, scope.Integrations), Options.Create(new NotificationsOptions()), scope.Time);

    private static NotificationInput For(params string[] owners) => new()
    {
        IntegrationIds = [.. owners.Select(RunInputs.Id)],
        Channels = [NotificationChannel.InApp],
        Rules = [new(NotificationType.FullFailure, ["ann"])],
    };

    private static HttpRequest Request()
    {
        var http = new DefaultHttpContext();
        http.SetCaller(Ann);
        return http.Request;
    }

    private static async Task<string?> NamedByAsync(RunScope scope, string owner) => (await scope.IntegrationAsync(owner)).NotificationId;
}
