using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Core;
using FlowFunctions.Notifications;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Notifications;

[Needs(Need.Azurite)]
public sealed class NotificationEndpointsTests(AzuriteFixture azurite)
{
    private const string Path = "integrations/notification";

    private static readonly string Unknown = ResourceId.New(DateTimeOffset.UnixEpoch);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_flow_and_integration_tell_their_creator_about_failures_in_the_application()
    {
        await using var application = await StartAsync();
        var integration = await application.Client.CreateIntegrationAsync("Load");
        var flow = await application.Client.CreateFlowAsync("Nightly", integration, await application.Client.CreateIntegrationAsync("Publish"));

        foreach (var (path, member, id) in new[] { ("integrations", "integration", integration), ("integrationflows", "integrationFlow", flow) })
        {
            var notificationId = (await application.Client.SendAsync("GET", $"{path}/{id}")).Json.GetProperty(member).GetProperty("notificationId").GetString();
            var read = (await application.Client.SendAsync("GET", $"{Path}/{notificationId}")).MustBeOk();

            Assert.Equal(
                $$$"""{"notificationId":"{{{notificationId}}}","integrationIds":["{{{id}}}"],"channels":["in_app"],"webhooks":[],"notifications":{"config":[{"type":"partial_failure","users":[{"userGuid":"ann","firstName":"","lastName":""}]},{"type":"full_failure","users":[{"userGuid":"ann","firstName":"","lastName":""}]}]}}""",
                read.Json.GetProperty("notifications").GetRawText());
            Assert.NotNull(read.Tag);
        }

        Assert.NotEqual(await NamedByAsync(application, integration), await NamedByAsync(application, flow));
    }

    [Fact]
    public async Task Configured_users_read_back_with_their_names_and_never_with_an_address()
    {
        await using var application = await StartAsync();
        var id = await application.Client.CreateIntegrationAsync("Load");
        var notification = await NamedByAsync(application, id);

        (await application.Client.SendAsync("PUT", $"{Path}/{notification}", Body([id], users: ["8A868CD97F8F98A3017FE45CBDC65E25", "bob@example.com", "nobody"]))).MustBeOk();

        var read = (await application.Client.SendAsync("GET", $"{Path}/{notification}?naming=snake_case")).MustBeOk();
        Assert.Equal(
            """[{"user_guid":"8A868CD97F8F98A3017FE45CBDC65E25","first_name":"Ann","last_name":"Lee"},{"user_guid":"bob@example.com","first_name":"Bob","last_name":""},{"user_guid":"nobody","first_name":"","last_name":""}]""",
            read.Json.GetProperty("notifications").GetProperty("notifications").GetProperty("config")[0].GetProperty("users").GetRawText());
        Assert.DoesNotContain("ann.lee", read.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_of_the_original_service_deletes_creates_updates_and_reads()
    {
        await using var application = await StartAsync();
        var sdk = new AnaplanSdk(application.ClientWith(null), ApiApplication.EditorKey);
        var id = await application.Client.CreateIntegrationAsync("Load");

        // As its test suites do: the one that it has by default is deleted, and another created.
        await sdk.DeleteAsync($"{Path}/{await NamedByAsync(application, id)}");
        Assert.Null(await NamedByAsync(application, id));
        var created = (await sdk.PostAsync(Path, JsonNode.Parse(Body([id]))!)).GetProperty("notification").GetProperty("notificationId").GetString();
        await sdk.PutAsync($"{Path}/{created}", JsonNode.Parse(Body([id], type: "success"))!);
        var read = (await sdk.GetAsync($"{Path}/{created}")).GetProperty("notifications");

        Assert.Equal(created, await NamedByAsync(application, id));
        Assert.Equal(created, read.GetProperty("notificationId").GetString());
        Assert.Equal([id], read.GetProperty("integrationIds").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal("success", read.GetProperty("notifications").GetProperty("config")[0].GetProperty("type").GetString());
        Assert.Equal("ann", read.GetProperty("notifications").GetProperty("config")[0].GetProperty("users")[0].GetProperty("userGuid").GetString());
    }

    [Fact]
    public async Task Notification_of_a_flow_is_no_modification_of_it()
    {
        await using var application = await StartAsync();
        var flow = await application.Client.CreateFlowAsync(
            "Nightly", await application.Client.CreateIntegrationAsync("A"), await application.Client.CreateIntegrationAsync("B"));
        application.Time.Advance(TimeSpan.FromHours(1));

        await application.Client.SendAsync("DELETE", $"{Path}/{await NamedByAsync(application, flow)}");
        var created = (await application.Client.SendAsync("POST", Path, Body([flow]))).MustBeOk();

        var read = (await application.Client.SendAsync("GET", $"integrationflows/{flow}")).Json.GetProperty("integrationFlow");
        Assert.Equal(JsonValueKind.Null, read.GetProperty("modifiedBy").ValueKind);
        Assert.Equal(read.GetProperty("creationDate").GetString(), read.GetProperty("modificationDate").GetString());
        Assert.Equal(created.Json.GetProperty("notification").GetProperty("notificationId").GetString(), read.GetProperty("notificationId").GetString());
    }

    [Fact]
    public async Task One_configuration_may_be_for_several_and_each_has_one_at_most()
    {
        await using var application = await StartAsync();
        var (a, b, c) = (await FreeAsync(application, "A"), await FreeAsync(application, "B"), await FreeAsync(application, "C"));
        var first = IdOf(await application.Client.SendAsync("POST", Path, Body([a, b])));

        var refused = (await application.Client.SendAsync("POST", Path, Body([c, b]))).MustBeError(HttpStatusCode.Conflict);
        Assert.Contains(b, refused.Message, StringComparison.Ordinal);
        Assert.Contains(first, refused.Message, StringComparison.Ordinal);
        Assert.Null(await NamedByAsync(application, c));

        var second = IdOf(await application.Client.SendAsync("POST", Path, Body([c])));
        (await application.Client.SendAsync("PUT", $"{Path}/{second}", Body([c, a]))).MustBeError(HttpStatusCode.Conflict);
        (await application.Client.SendAsync("PUT", $"{Path}/{first}", Body([b]))).MustBeOk();
        Assert.Null(await NamedByAsync(application, a));
        (await application.Client.SendAsync("PUT", $"{Path}/{second}", Body([c, a]))).MustBeOk();

        Assert.Equal((second, first, second), (await NamedByAsync(application, a), await NamedByAsync(application, b), await NamedByAsync(application, c)));
        Assert.Equal([c, a], await ListedAsync(application, second));
        Assert.Equal([b], await ListedAsync(application, first));
    }

    [Fact]
    public async Task Owner_that_is_deleted_leaves_its_configuration_and_the_last_one_takes_it_along()
    {
        await using var application = await StartAsync();
        var (a, b) = (await FreeAsync(application, "A"), await FreeAsync(application, "B"));
        var notification = IdOf(await application.Client.SendAsync("POST", Path, Body([a, b])));

        (await application.Client.SendAsync("DELETE", $"integrations/{a}")).MustBeOk();
        Assert.Equal([b], await ListedAsync(application, notification));
        (await application.Client.SendAsync("DELETE", $"integrations/{b}")).MustBeOk();

        (await application.Client.SendAsync("GET", $"{Path}/{notification}")).MustBeError(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Flow_that_is_not_created_leaves_no_configuration_behind()
    {
        await using var application = await StartAsync();
        var a = await application.Client.CreateIntegrationAsync("A");
        await application.Client.CreateFlowAsync("Nightly", a, await application.Client.CreateIntegrationAsync("B"));
        var before = await RowsAsync(application);

        (await application.Client.SendAsync("POST", "integrations", ApiClient.IntegrationBody("A"))).MustBeError(HttpStatusCode.Conflict);
        (await application.Client.SendAsync("POST", "integrationflows", ApiClient.FlowBody("Nightly", a, a))).MustBeError(HttpStatusCode.BadRequest);

        Assert.Equal(before, await RowsAsync(application));
    }

    [Fact]
    public async Task Fault_is_400_with_its_path()
    {
        await using var application = await StartAsync();
        var id = await application.Client.CreateIntegrationAsync("Load");
        var notification = await NamedByAsync(application, id);

        foreach (var (method, path) in new[] { ("POST", Path), ("PUT", $"{Path}/{notification}") })
        {
            Assert.Equal(["integrationIds[1]"], (await application.Client.SendAsync(method, path, Body([id, Unknown]))).MustBeError(HttpStatusCode.BadRequest).ErrorPaths);
            Assert.Equal(
                ["webhooks[1]"],
                (await application.Client.SendAsync(method, path, Body([id], webhooks: ["OPS", "unknown"]))).MustBeError(HttpStatusCode.BadRequest).ErrorPaths);
            Assert.Equal(
                ["notifications.config[0].type"],
                (await application.Client.SendAsync(method, path, Body([id], type: "failure"))).MustBeError(HttpStatusCode.BadRequest).ErrorPaths);
            (await application.Client.SendAsync(method, path, "{")).MustBeError(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task Unknown_id_is_404_for_every_method()
    {
        await using var application = await StartAsync();
        var id = await application.Client.CreateIntegrationAsync("Load");

        foreach (var unknown in new[] { Unknown, "NOT-AN-ID-BUT-32-CHARACTERS-LONG" })
        {
            foreach (var (method, body) in new[] { ("GET", null), ("PUT", Body([id])), ("DELETE", null) })
            {
                (await application.Client.SendAsync(method, $"{Path}/{unknown}", body)).MustBeError(HttpStatusCode.NotFound);
            }
        }
    }

    [Fact]
    public async Task If_Match_guards_every_change()
    {
        await using var application = await StartAsync();
        var (a, b) = (await FreeAsync(application, "A"), await FreeAsync(application, "B"));
        var notification = IdOf(await application.Client.SendAsync("POST", Path, Body([a])));
        var old = (await application.Client.SendAsync("GET", $"{Path}/{notification}")).Tag!;
        var current = (await application.Client.SendAsync("PUT", $"{Path}/{notification}", Body([a], type: "success"), ("If-Match", old))).MustBeOk().Tag!;

        (await application.Client.SendAsync("PUT", $"{Path}/{notification}", Body([a, b]), ("If-Match", old))).MustBeError(HttpStatusCode.PreconditionFailed);
        (await application.Client.SendAsync("DELETE", $"{Path}/{notification}", null, ("If-Match", old))).MustBeError(HttpStatusCode.PreconditionFailed);
        Assert.Equal((notification, null), (await NamedByAsync(application, a), await NamedByAsync(application, b)));
        (await application.Client.SendAsync("DELETE", $"{Path}/{notification}", null, ("If-Match", current))).MustBeOk();
    }

    [Fact]
    public async Task Configurations_that_want_the_same_owner_at_once_leave_it_with_one()
    {
        await using var application = await StartAsync();
        for (var round = 0; round < 10; round++)
        {
            var id = await FreeAsync(application, $"A {round}");

            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => application.Client.SendAsync("POST", Path, Body([id]))));

            var winner = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
            Assert.All(answers.Where(answer => answer != winner), answer => answer.MustBeError(HttpStatusCode.Conflict));
            Assert.Equal(IdOf(winner), await NamedByAsync(application, id));
            Assert.Equal([id], await ListedAsync(application, IdOf(winner)));
        }
    }

    private Task<ApiApplication> StartAsync() => ApiApplication.StartAsync(
        azurite.ConnectionString,
        services => services.Configure<NotificationsOptions>(options =>
        {
            options.Users["8a868cd97f8f98a3017fe45cbdc65e25"] = new() { FirstName = "Ann", LastName = "Lee", Email = "ann.lee@example.com", Caller = "ann" };
            options.Users["bob"] = new() { Id = "bob@example.com", FirstName = "Bob" };
            options.Webhooks["ops"] = new() { Url = "https://example.com/hook" };
        }));

    private static string Body(IReadOnlyList<string> ids, string type = "full_failure", string[]? users = null, string[]? webhooks = null)
    {
        var body = new JsonObject
        {
            ["integrationIds"] = JsonSerializer.SerializeToNode(ids),
            ["channels"] = new JsonArray("in_app"),
            ["notifications"] = new JsonObject
            {
                ["config"] = new JsonArray(new JsonObject { ["type"] = type, ["users"] = JsonSerializer.SerializeToNode(users ?? ["ann"]) }),
            },
        };
        if (webhooks is not null)
        {
            body["webhooks"] = JsonSerializer.SerializeToNode(webhooks);
        }

        return body.ToJsonString();
    }

    /// <summary>An integration that has no configuration.</summary>
    private static async Task<string> FreeAsync(ApiApplication application, string name)
    {
        var id = await application.Client.CreateIntegrationAsync(name);
        (await application.Client.SendAsync("DELETE", $"{Path}/{await NamedByAsync(application, id)}")).MustBeOk();
        return id;
    }

    private static async Task<string?> NamedByAsync(ApiApplication application, string id) =>
        (await application.Integrations.GetAsync(id, Cancel))?.NotificationId ?? (await application.Flows.GetAsync(id, Cancel))?.NotificationId;

    private static async Task<IEnumerable<string?>> ListedAsync(ApiApplication application, string id) =>
        (await application.Client.SendAsync("GET", $"{Path}/{id}")).MustBeOk().Json
            .GetProperty("notifications").GetProperty("integrationIds").EnumerateArray().Select(one => one.GetString());

    private static string IdOf(ApiAnswer answer) => answer.MustBeOk().Json.GetProperty("notification").GetProperty("notificationId").GetString()!;

    private static async Task<int> RowsAsync(ApiApplication application)
    {
        var rows = 0;
        await foreach (var _ in application.Services.GetRequiredService<FlowFunctions.Storage.StorageTables>().Notifications.QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: Cancel))
        {
            rows++;
        }

        return rows;
    }
}
