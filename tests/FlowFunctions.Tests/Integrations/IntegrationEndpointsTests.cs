using System.Net;
using System.Text.Json;
using FlowFunctions.Core;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;

namespace FlowFunctions.Tests.Integrations;

[Needs(Need.Azurite)]
public class IntegrationEndpointsTests(AzuriteFixture azurite)
{
    private const string Process = """{"name":"Import sales","version":"2.0","workspaceId":"8a81","modelId":"C0FFEE","processId":118000000001}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Process_reads_back_with_every_field_in_the_contracts_order()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application, Process);

        var single = (await application.Client.SendAsync("GET", $"integrations/{id}")).MustBeOk();
        var list = (await application.Client.SendAsync("GET", "integrations")).MustBeOk();

        var notification = single.Json.GetProperty("integration").GetProperty("notificationId").GetString();
        var common = $""""modelId":"C0FFEE","workspaceId":"8a81","nuxVisible":false,"processId":"118000000001","notificationId":"{notification}","latestRun":null,"schedule":null,"createdBy":"ann","creationDate":"2026-11-23T09:30:00.000Z","modifiedBy":null,"modificationDate":"2026-11-23T09:30:00.000Z"""";
        Assert.Equal($$$"""{"status":{"code":200,"message":"Success"},"integration":{"integrationId":"{{{id}}}","name":"Import sales","{{{common}}}","jobs":null}}""", single.Text);
        Assert.Equal($$"""[{"integrationId":"{{id}}","name":"Import sales","integrationType":"Process","{{common}}"}]""", list.Json.GetProperty("integrations").GetRawText());
        Assert.NotNull(single.Tag);
    }

    [Fact]
    public async Task Endpoint_reads_back_with_its_defaults_and_its_headers_as_they_are()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application, """{"name":"Call","endpoint":{"url":"https://example.com/run","headers":{"X-Team_Name":"Planning"},"secret_name":"signing","timeout":"PT1H"}}""");

        var endpoint = (await application.Client.SendAsync("GET", $"integrations/{id}?naming=snake_case")).MustBeOk().Json.GetProperty("integration").GetProperty("endpoint");

        Assert.Equal(
            """{"url":"https://example.com/run","method":"POST","headers":{"X-Team_Name":"Planning"},"secret_name":"signing","timeout":"PT1H","poll_interval":"PT5S"}""",
            endpoint.GetRawText());
    }

    [Fact]
    public async Task Patch_changes_what_it_names_and_nothing_else()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application, """{"name":"Call","nuxVisible":true,"endpoint":{"url":"https://example.com/run","headers":{"X-A":"1"},"timeout":"PT1H"}}""");
        application.Time.Advance(TimeSpan.FromSeconds(1));

        var patched = await application.ClientWith(ApiApplication.OtherEditorKey).SendAsync("PATCH", $"integrations/{id}", """{"name":"Renamed","endpoint":{"poll_interval":"PT10S","headers":{"X-B":"2"},"timeout":null}}""");
        var integration = (await application.Client.SendAsync("GET", $"integrations/{id}")).Json.GetProperty("integration");

        Assert.Equal(id, patched.MustBeOk().Json.GetProperty("integration").GetProperty("integrationId").GetString());
        Assert.Equal("Renamed", integration.GetProperty("name").GetString());
        Assert.Equal("bob", integration.GetProperty("modifiedBy").GetString());
        Assert.True(integration.GetProperty("nuxVisible").GetBoolean());
        Assert.Equal(
            """{"url":"https://example.com/run","method":"POST","headers":{"X-B":"2"},"secretName":null,"timeout":"PT30M","pollInterval":"PT10S"}""",
            integration.GetProperty("endpoint").GetRawText());
    }

    [Fact]
    public async Task Patch_may_turn_a_process_into_an_endpoint()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application, Process);

        (await application.Client.SendAsync("PATCH", $"integrations/{id}", """{"processId":null,"endpoint":{"url":"http://localhost/"}}""")).MustBeOk();

        var integration = (await application.Client.SendAsync("GET", $"integrations/{id}")).Json.GetProperty("integration");
        Assert.Equal(JsonValueKind.Null, integration.GetProperty("processId").ValueKind);
        Assert.Equal("http://localhost/", integration.GetProperty("endpoint").GetProperty("url").GetString());
    }

    [Theory]
    [InlineData("""{"nam":"x"}""", "nam")]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"modelId":"a","model_id":"b"}""", "modelId")]
    [InlineData("""{"endpoint":{"url":"ftp://x"},"processId":null}""", "endpoint.url")]
    [InlineData("""{"name":"a","name":"b"}""", "name")]
    [InlineData("[]", "")]
    [InlineData("{", "")]
    [InlineData("", "")]
    public async Task Patch_that_leaves_no_valid_integration_is_400(string patch, string path)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application, Process);
        var before = (await application.Client.SendAsync("GET", $"integrations/{id}")).Text;

        var answer = await application.Client.SendAsync("PATCH", $"integrations/{id}", patch);

        Assert.Contains(path, answer.MustBeError(HttpStatusCode.BadRequest).ErrorPaths);
        Assert.Equal(before, (await application.Client.SendAsync("GET", $"integrations/{id}")).Text);
    }

    [Fact]
    public async Task If_Match_guards_every_change()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application, Process);
        var old = (await application.Client.SendAsync("GET", $"integrations/{id}")).Tag!;
        var current = (await application.Client.SendAsync("PUT", $"integrations/{id}", Process, ("If-Match", old))).MustBeOk().Tag!;

        foreach (var (method, body) in new[] { ("PUT", Process), ("PATCH", """{"name":"x"}"""), ("DELETE", null) })
        {
            (await application.Client.SendAsync(method, $"integrations/{id}", body, ("If-Match", old))).MustBeError(HttpStatusCode.PreconditionFailed);
        }

        (await application.Client.SendAsync("DELETE", $"integrations/{id}", null, ("If-Match", current))).MustBeOk();
    }

    [Fact]
    public async Task Unknown_id_is_404_for_every_method()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var path = $"integrations/{ResourceId.New(DateTimeOffset.UnixEpoch)}";

        foreach (var (method, body) in new[] { ("GET", null), ("PUT", Process), ("PATCH", "{}"), ("DELETE", null) })
        {
            (await application.Client.SendAsync(method, path, body)).MustBeError(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Name_that_is_taken_is_409()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        await application.Client.CreateIntegrationAsync("Taken");
        var id = await application.Client.CreateIntegrationAsync("Other");

        (await application.Client.SendAsync("POST", "integrations", ApiClient.IntegrationBody("TAKEN"))).MustBeError(HttpStatusCode.Conflict);
        (await application.Client.SendAsync("PATCH", $"integrations/{id}", """{"name":"taken "}""")).MustBeError(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Delete_of_an_integration_in_use_is_409_and_names_the_flows()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var a = await application.Client.CreateIntegrationAsync("A");
        var b = await application.Client.CreateIntegrationAsync("B");
        var one = await application.Client.CreateFlowAsync("One", a, b);
        application.Time.Advance(TimeSpan.FromSeconds(1));
        await application.Client.CreateFlowAsync("Two", b, a);

        var both = await application.Client.SendAsync("DELETE", $"integrations/{a}");
        await application.Client.SendAsync("DELETE", $"integrationflows/{one}");
        var two = await application.Client.SendAsync("DELETE", $"integrations/{a}");

        Assert.Equal("The integration is used by the flows 'One', 'Two'.", both.MustBeError(HttpStatusCode.Conflict).Message);
        Assert.Equal("The integration is used by the flow 'Two'.", two.MustBeError(HttpStatusCode.Conflict).Message);
    }

    [Fact]
    public async Task Delete_of_a_running_integration_is_409()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await application.Client.CreateIntegrationAsync("Running");
        await application.Integrations.UpdateAsync(id, current => current with { ActiveRunId = "run", ActiveSince = application.Time.GetUtcNow() }, Cancel);

        (await application.Client.SendAsync("DELETE", $"integrations/{id}")).MustBeError(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Flow_and_the_deletion_of_its_integration_at_once_never_leave_a_flow_without_it()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        for (var round = 0; round < 20; round++)
        {
            var a = await application.Client.CreateIntegrationAsync($"A {round}");
            var b = await application.Client.CreateIntegrationAsync($"B {round}");

            var answers = await Task.WhenAll(
                application.Client.SendAsync("POST", "integrationflows", ApiClient.FlowBody($"Flow {round}", a, b)),
                application.Client.SendAsync("DELETE", $"integrations/{a}"));

            var flowIsThere = (await application.Flows.ReferrersOfAsync(a, Cancel)).Count == 1;
            var integrationIsThere = await application.Integrations.GetAsync(a, Cancel) is not null;
            Assert.True(integrationIsThere || !flowIsThere, "A flow refers to a deleted integration.");
            Assert.Equal(answers[0].Status == HttpStatusCode.OK, flowIsThere);
        }
    }

    [Fact]
    public async Task Restored_integration_is_the_one_that_was_deleted()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await application.Client.CreateIntegrationAsync("Back again");
        var document = (await application.Integrations.GetAsync(id, Cancel))!;
        await application.Integrations.DeleteAsync(document, Cancel);

        var restored = await application.Integrations.CreateAsync(document, Cancel);

        Assert.True(restored.IsWritten);
        Assert.Equivalent(document with { ETag = restored.Document.ETag }, await application.Integrations.GetAsync(id, Cancel), strict: true);
    }

    private static async Task<string> CreateAsync(ApiApplication application, string body) =>
        (await application.Client.SendAsync("POST", "integrations", body)).MustBeOk().Json.GetProperty("integration").GetProperty("integrationId").GetString()!;
}
