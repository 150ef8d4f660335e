using System.Net;
using System.Text.Json;
using FlowFunctions.Core;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.DurableTask.Client;
using Moq;

namespace FlowFunctions.Tests.Flows;

[Needs(Need.Azurite)]
public class FlowEndpointsTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Flow_reads_back_with_every_field_in_the_contracts_order()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var a = await application.Client.CreateIntegrationAsync("Load");
        var b = await application.Client.CreateIntegrationAsync("Publish");
        var body = $$"""{"name":"  Nightly  ","nuxVisible":true,"timeout":"PT120M","steps":[{"referrer":"{{a}}"},{"type":"Integration","referrer":"{{b}}","dependsOn":["{{a}}"],"exceptionBehavior":[{"type":"failure","strategy":"continue"}],"timeout":"PT5M","retry":{"count":3,"coefficient":1.5} }]}""";
        var created = await application.Client.SendAsync("POST", "integrationflows", body);
        var id = created.MustBeOk().Json.GetProperty("integrationFlow").GetProperty("integrationFlowId").GetString()!;

        var read = await application.Client.SendAsync("GET", $"integrationflows/{id}");

        const string Date = "2026-11-23T09:30:00.000Z";
        var notification = read.Json.GetProperty("integrationFlow").GetProperty("notificationId").GetString();
        var step = """"createdBy":"ann","createdDate":"DATE","modifiedBy":null,"modifiedDate":"DATE","modelId":"","workspaceId":"","dependsOn":"""".Replace("DATE", Date, StringComparison.Ordinal);
        Assert.Equal(
            $$$"""{"status":{"code":200,"message":"Success"},"integrationFlow":{"id":"{{{id}}}","name":"Nightly","createdBy":"ann","creationDate":"{{{Date}}}","modifiedBy":null,"modificationDate":"{{{Date}}}","notificationId":"{{{notification}}}","latestRun":null,"schedule":null,"nextDate":null,"expectedDuration":null,"stepsCount":2,"version":"2.0","nuxVisible":true,"timeout":"PT2H","steps":["""
            + $$"""{"referrer":"{{a}}","name":"Load","type":"Process","{{step}}null,"isSkipped":false,"exceptionBehavior":[{"type":"failure","strategy":"stop"},{"type":"partial_success","strategy":"continue"}],"timeout":null,"retry":null},"""
            + $$$"""{"referrer":"{{{b}}}","name":"Publish","type":"Process","{{{step}}}["{{{a}}}"],"isSkipped":false,"exceptionBehavior":[{"type":"failure","strategy":"continue"},{"type":"partial_success","strategy":"continue"}],"timeout":"PT5M","retry":{"count":3,"backoff":"PT30S","coefficient":1.5,"maxBackoff":"PT1H"}}]}}""",
            read.MustBeOk().Text);
        Assert.Equal(created.Tag, read.Tag);
    }

    [Fact]
    public async Task Flow_may_be_written_and_read_in_snake_case()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var (a, b) = await CreateTwoAsync(application);
        var body = $$"""{"name":"Snake","nux_visible":true,"steps":[{"referrer":"{{a}}","is_skipped":false},{"referrer":"{{b}}","depends_on":["{{a}}"],"exception_behavior":[],"retry":{"count":1,"max_backoff":"PT5M"} }]}""";

        var created = await application.Client.SendAsync("POST", "integrationflows?naming=snake_case", body);
        var id = created.MustBeOk().Json.GetProperty("integration_flow").GetProperty("integration_flow_id").GetString();
        var flow = (await application.Client.SendAsync("GET", $"integrationflows/{id}?naming=snake_case")).MustBeOk().Json.GetProperty("integration_flow");
        var list = (await application.Client.SendAsync("GET", "integrationflows?naming=snake_case")).MustBeOk().Json;

        Assert.Equal("2026-11-23T09:30:00.000Z", flow.GetProperty("creation_date").GetString());
        Assert.Equal(a, flow.GetProperty("steps")[1].GetProperty("depends_on")[0].GetString());
        Assert.Equal("partial_success", flow.GetProperty("steps")[1].GetProperty("exception_behavior")[1].GetProperty("type").GetString());
        Assert.Equal("PT5M", flow.GetProperty("steps")[1].GetProperty("retry").GetProperty("max_backoff").GetString());
        Assert.Equal(1, list.GetProperty("meta").GetProperty("paging").GetProperty("total_size").GetInt32());
        Assert.Equal(2, list.GetProperty("integration_flows")[0].GetProperty("steps_count").GetInt32());
    }

    [Fact]
    public async Task Every_missing_integration_is_named()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var a = await application.Client.CreateIntegrationAsync("There");
        var body = ApiClient.FlowBody("Broken", ResourceId.New(DateTimeOffset.UnixEpoch), a, ResourceId.New(DateTimeOffset.UnixEpoch));

        foreach (var path in new[] { "integrationflows", "integrationflows/validate" })
        {
            var answer = await application.Client.SendAsync("POST", path, body);

            Assert.Equal(["steps[0].referrer", "steps[2].referrer"], answer.MustBeError(HttpStatusCode.BadRequest).ErrorPaths);
        }

        Assert.Equal(0, (await application.Flows.ListAsync(new(0, 1), Cancel)).TotalSize);
    }

    [Fact]
    public async Task Name_that_is_taken_is_409_on_create_and_replace()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var (a, b) = await CreateTwoAsync(application);
        await application.Client.CreateFlowAsync("Nightly", a, b);
        var other = await application.Client.CreateFlowAsync("Other", a, b);

        (await application.Client.SendAsync("POST", "integrationflows", ApiClient.FlowBody(" NIGHTLY ", a, b))).MustBeError(HttpStatusCode.Conflict);
        (await application.Client.SendAsync("PUT", $"integrationflows/{other}", ApiClient.FlowBody("nightly", a, b))).MustBeError(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Replace_changes_the_whole_and_says_who_and_when()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var (a, b) = await CreateTwoAsync(application);
        var id = await application.Client.CreateFlowAsync("Before", a, b);
        application.Time.Advance(TimeSpan.FromMinutes(1));

        var replaced = await application.ClientWith(ApiApplication.OtherEditorKey).SendAsync("PUT", $"integrationflows/{id}", ApiClient.FlowBody("After", b, a));
        var flow = (await application.Client.SendAsync("GET", $"integrationflows/{id}")).Json.GetProperty("integrationFlow");

        Assert.Equal(id, replaced.MustBeOk().Json.GetProperty("integrationFlow").GetProperty("integrationFlowId").GetString());
        Assert.Equal("After", flow.GetProperty("name").GetString());
        Assert.Equal("ann", flow.GetProperty("createdBy").GetString());
        Assert.Equal("bob", flow.GetProperty("modifiedBy").GetString());
        Assert.Equal("2026-11-23T09:30:00.000Z", flow.GetProperty("creationDate").GetString());
        Assert.Equal("2026-11-23T09:31:00.000Z", flow.GetProperty("modificationDate").GetString());
        Assert.Equal(b, flow.GetProperty("steps")[0].GetProperty("referrer").GetString());
    }

    [Fact]
    public async Task If_Match_guards_replace_and_delete()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var (a, b) = await CreateTwoAsync(application);
        var id = await application.Client.CreateFlowAsync("Guarded", a, b);
        var path = $"integrationflows/{id}";
        var first = (await application.Client.SendAsync("GET", path)).Tag!;

        var second = (await application.Client.SendAsync("PUT", path, ApiClient.FlowBody("Guarded 2", a, b), ("If-Match", first))).MustBeOk().Tag!;

        Assert.NotEqual(first, second);
        (await application.Client.SendAsync("PUT", path, ApiClient.FlowBody("Guarded 3", a, b), ("If-Match", first))).MustBeError(HttpStatusCode.PreconditionFailed);
        (await application.Client.SendAsync("DELETE", path, null, ("If-Match", first))).MustBeError(HttpStatusCode.PreconditionFailed);
        (await application.Client.SendAsync("DELETE", path, null, ("If-Match", "not quoted"))).MustBeError(HttpStatusCode.BadRequest);
        (await application.Client.SendAsync("PUT", path, ApiClient.FlowBody("Guarded 4", a, b), ("If-Match", "*"))).MustBeOk();
        var last = (await application.Client.SendAsync("GET", path)).Tag!;
        (await application.Client.SendAsync("DELETE", path, null, ("If-Match", $"{first}, W/{last}"))).MustBeOk();
        (await application.Client.SendAsync("DELETE", path, null, ("If-Match", "*"))).MustBeError(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task List_filters_sorts_and_pages()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var (a, b) = await CreateTwoAsync(application);
        var bob = application.ClientWith(ApiApplication.OtherEditorKey);
        foreach (var (client, name) in new[] { (application.Client, "beta"), (bob, "Alpha"), (application.Client, "gamma") })
        {
            await client.CreateFlowAsync(name, a, b);
            application.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["beta", "Alpha", "gamma"], await NamesAsync(""));
        Assert.Equal(["Alpha", "beta", "gamma"], await NamesAsync("?sortBy=name&myIntegrations=0"));
        Assert.Equal(["gamma", "beta", "Alpha"], await NamesAsync("?sortBy=-name"));
        Assert.Equal(["beta", "gamma"], await NamesAsync("?myIntegrations=1"));
        Assert.Equal(["Alpha"], await NamesAsync("?limit=1&offset=1"));
        Assert.Equal(["beta", "Alpha"], await NamesAsync("?q=A&sortBy=-name&limit=2&offset=1"));
        Assert.Equal(["gamma", "Alpha", "beta"], await NamesAsync("?sortBy=-modified"));
        await RunAsync("beta", success: true, "Completed with partial success: 1 of 2 steps", hour: 2);
        await RunAsync("gamma", success: false, "Cancelled by olga", hour: 1);
        Assert.Equal(["beta"], await NamesAsync("?state=partial_success"));
        Assert.Equal(["beta", "gamma"], await NamesAsync("?state=partial_success,cancelled"));
        Assert.Equal(["Alpha"], await NamesAsync("?state=none"));
        Assert.Equal(["beta", "gamma", "Alpha"], await NamesAsync("?sortBy=-latestRun"));
        var page = (await application.Client.SendAsync("GET", "integrationflows?limit=2&offset=2")).Json.GetProperty("meta").GetProperty("paging");
        Assert.Equal("""{"currentPageSize":1,"offset":2,"totalSize":3}""", page.GetRawText());

        async Task RunAsync(string name, bool success, string message, int hour)
        {
            var run = new LatestRun
            {
                TriggeredBy = "olga",
                StartDate = application.Time.GetUtcNow().AddHours(hour),
                EndDate = application.Time.GetUtcNow().AddHours(hour),
                Success = success,
                Message = message,
                ExecutionErrorCode = success ? null : RunErrorCodes.Cancelled,
                TriggerSource = "manual",
            };
            var flow = (await application.Flows.ListAsync(new(0, 10) { NamePart = name }, Cancel)).Items.Single();
            await application.Flows.UpdateAsync(flow.Id, current => current with { LatestRun = run }, Cancel);
        }

        async Task<IEnumerable<string?>> NamesAsync(string query) =>
            (await application.Client.SendAsync("GET", "integrationflows" + query)).MustBeOk().Json.GetProperty("integrationFlows").EnumerateArray().Select(flow => flow.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Flow_shows_when_it_runs_by_itself()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var (a, b) = await CreateTwoAsync(application);
        var id = await application.Client.CreateFlowAsync("Scheduled", a, b);
        await application.Client.CreateFlowAsync("By hand", a, b);
        const string Schedule = """{"name":"Mornings","type":"weekly","timezone":"Europe/Paris","time":"06:30","daysOfWeek":[1,5],"startDate":"2026-01-01"}""";
        (await application.Client.SendAsync("POST", $"integrations/{id}/schedule", $$"""{"integrationId":"{{id}}","schedule":{{Schedule}}}""")).MustBeOk();

        var flows = (await application.Client.SendAsync("GET", "integrationflows?sortBy=-name")).MustBeOk().Json.GetProperty("integrationFlows");
        var flow = (await application.Client.SendAsync("GET", $"integrationflows/{id}")).MustBeOk().Json.GetProperty("integrationFlow");
        (await application.Client.SendAsync("POST", $"integrations/{id}/schedule/status/disabled")).MustBeOk();
        var disabled = (await application.Client.SendAsync("GET", $"integrationflows/{id}")).MustBeOk().Json.GetProperty("integrationFlow");

        Assert.All(new[] { flow, flows[0] }, shown =>
        {
            Assert.Equal("Every Monday and Friday at 06:30", shown.GetProperty("schedule").GetProperty("words").GetString());
            Assert.Equal("2026-11-27T05:30:00.000Z", shown.GetProperty("nextDate").GetString());
        });
        Assert.Equal(JsonValueKind.Null, flows[1].GetProperty("schedule").ValueKind);
        Assert.Equal(JsonValueKind.Null, flows[1].GetProperty("nextDate").ValueKind);
        Assert.Equal("disabled", disabled.GetProperty("schedule").GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, disabled.GetProperty("nextDate").ValueKind);
    }

    [Fact]
    public async Task Delete_while_running_is_409_and_changes_nothing()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var (a, b) = await CreateTwoAsync(application);
        var id = await application.Client.CreateFlowAsync("Running", a, b);
        await application.Flows.UpdateAsync(id, flow => flow with { ActiveRunId = ResourceId.New(application.Time.GetUtcNow()), ActiveSince = application.Time.GetUtcNow() }, Cancel);

        (await application.Client.SendAsync("DELETE", $"integrationflows/{id}")).MustBeError(HttpStatusCode.Conflict);

        (await application.Client.SendAsync("GET", $"integrationflows/{id}")).MustBeOk();
        (await application.Client.SendAsync("PUT", $"integrationflows/{id}", ApiClient.FlowBody("Running", b, a))).MustBeOk();
    }

    [Fact]
    public async Task Delete_while_a_step_runs_by_itself_is_409()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var (a, b) = await CreateTwoAsync(application);
        var id = await application.Client.CreateFlowAsync("Idle", a, b);
        await application.Integrations.UpdateAsync(b, step => step with { ActiveRunId = ResourceId.New(application.Time.GetUtcNow()), ActiveSince = application.Time.GetUtcNow() }, Cancel);

        var refused = await application.Client.SendAsync("DELETE", $"integrationflows/{id}");

        Assert.Contains("'Second'", refused.MustBeError(HttpStatusCode.Conflict).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_takes_over_the_lock_of_a_run_that_is_gone()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var (a, b) = await CreateTwoAsync(application);
        var id = await application.Client.CreateFlowAsync("Left locked", a, b);
        await application.Flows.UpdateAsync(id, flow => flow with { ActiveRunId = ResourceId.New(application.Time.GetUtcNow()), ActiveSince = application.Time.GetUtcNow() }, Cancel);
        application.Durable.Setup(client => client.GetInstancesAsync(It.IsAny<string>(), It.IsAny<bool>(), It.IsAny<CancellationToken>())).ReturnsAsync((OrchestrationMetadata?)null);
        application.Time.Advance(TimeSpan.FromMinutes(1));

        (await application.Client.SendAsync("DELETE", $"integrationflows/{id}")).MustBeOk();

        (await application.Client.SendAsync("GET", $"integrationflows/{id}")).MustBeError(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Latest_run_is_read_as_it_was_written()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var (a, b) = await CreateTwoAsync(application);
        var id = await application.Client.CreateFlowAsync("Ran", a, b);
        var run = new LatestRun { TriggeredBy = "olga", StartDate = application.Time.GetUtcNow(), Success = false, Message = "Running", TriggerSource = "manual" };
        await application.Flows.UpdateAsync(id, flow => flow with { LatestRun = run }, Cancel);

        var read = (await application.Client.SendAsync("GET", $"integrationflows/{id}")).Json.GetProperty("integrationFlow").GetProperty("latestRun");

        Assert.Equal(
            """{"id":null,"outcome":"running","cancelledBy":null,"triggeredBy":"olga","startDate":"2026-11-23T09:30:00.000Z","endDate":null,"success":false,"message":"Running","executionErrorCode":null,"triggerSource":"manual"}""",
            read.GetRawText());
    }

    [Fact]
    public async Task Validate_answers_waves_and_the_critical_path_and_stores_nothing()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var load = await application.Client.CreateIntegrationAsync("Load");
        var fast = await application.Client.CreateIntegrationAsync("Fast");
        var slow = await application.Client.CreateIntegrationAsync("Slow");
        await SetPastDurationAsync(application, fast, TimeSpan.FromSeconds(10));
        await SetPastDurationAsync(application, slow, TimeSpan.FromMinutes(2));
        var body = $$"""{"name":"Plan","steps":[{"referrer":"{{load}}"},{"referrer":"{{fast}}","dependsOn":["{{load}}"]},{"referrer":"{{slow}}","dependsOn":["{{load}}"]}]}""";

        var plan = (await application.Client.SendAsync("POST", "integrationflows/validate", body)).MustBeOk().Json.GetProperty("plan");

        Assert.Equal(["Load | Fast, Slow"], [string.Join(" | ", plan.GetProperty("waves").EnumerateArray().Select(Names))]);
        Assert.Equal("Load, Slow", Names(plan.GetProperty("criticalPath").GetProperty("steps")));
        Assert.Equal("PT2M", plan.GetProperty("criticalPath").GetProperty("duration").GetString());
        Assert.Equal(JsonValueKind.Null, plan.GetProperty("waves")[0][0].GetProperty("pastDuration").ValueKind);
        Assert.Equal(0, (await application.Flows.ListAsync(new(0, 1), Cancel)).TotalSize);

        static string Names(JsonElement steps) => string.Join(", ", steps.EnumerateArray().Select(step => step.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Step_of_a_deleted_integration_still_reads_with_every_field()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var gone = ResourceId.New(DateTimeOffset.UnixEpoch);
        var flow = Storage.Documents.Flow("Dangling", referrers: [gone, Storage.Documents.Id()]);
        await application.Flows.CreateAsync(flow, Cancel);

        var step = (await application.Client.SendAsync("GET", $"integrationflows/{flow.Id}")).MustBeOk().Json.GetProperty("integrationFlow").GetProperty("steps")[0];

        Assert.Equal("(deleted)", step.GetProperty("name").GetString());
        Assert.Equal("ann", step.GetProperty("createdBy").GetString());
    }

    private static async Task<(string First, string Second)> CreateTwoAsync(ApiApplication application) =>
        (await application.Client.CreateIntegrationAsync("First"), await application.Client.CreateIntegrationAsync("Second"));

    private static Task SetPastDurationAsync(ApiApplication application, string id, TimeSpan duration) =>
        application.Integrations.UpdateAsync(
            id,
            integration => integration with
            {
                LatestRun = new() { TriggeredBy = "ann", StartDate = DateTimeOffset.UnixEpoch, EndDate = DateTimeOffset.UnixEpoch + duration, Success = true, Message = "Success", TriggerSource = "manual" },
            },
            Cancel);
}
