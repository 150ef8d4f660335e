using System.Net;
using System.Text.Json;
using FlowFunctions.Core;
using FlowFunctions.Schedules;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Schedules;

[Needs(Need.Azurite)]
public sealed class ScheduleEndpointsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Daily = """{"name":"Nightly","type":"daily","timezone":"Europe/London","time":"06:30","startDate":"2026-01-01"}""";
    private const string Hourly = """{"name":"By day","type":"hourly","timezone":"Asia/Kolkata","fromTime":"08:00","toTime":"20:00","repeatEvery":2,"daysOfWeek":[5,1],"startDate":"2026-01-01","endDate":"2027-12-31"}""";

    private ApiApplication _application = null!;
    private string _id = "";

    private HttpClient Client => _application.Client;

    public async ValueTask InitializeAsync()
    {
        _application = await ApiApplication.StartAsync(azurite.ConnectionString);
        _id = await Client.CreateIntegrationAsync("load");
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task Schedule_reads_back_on_its_integration_with_every_field_and_its_status()
    {
        (await SendAsync("POST", Hourly)).MustBeOk();

        const string Expected = """{"name":"By day","type":"hourly","timezone":"Asia/Kolkata","time":null,"fromTime":"08:00","toTime":"20:00","repeatEvery":2,"daysOfWeek":[1,5],"startDate":"2026-01-01","endDate":"2027-12-31","words":"Every Monday and Friday every 2 hours from 08:00 to 20:00, until 2027-12-31","status":"enabled"}""";
        Assert.Equal(Expected, (await ReadBackAsync()).GetRawText());
        var listed = (await Client.SendAsync("GET", "integrations")).Json.GetProperty("integrations")[0].GetProperty("schedule");
        Assert.Equal(Expected, listed.GetRawText());
        Assert.Equal(Expected, (await SendAsync("GET")).MustBeOk().Json.GetProperty("schedule").GetRawText());
    }

    [Fact]
    public async Task Schedule_of_a_flow_is_set_by_the_same_calls()
    {
        var flow = await Client.CreateFlowAsync("flow", _id, await Client.CreateIntegrationAsync("second"));

        (await SendAsync("POST", Daily, flow)).MustBeOk();
        (await SendAsync("PUT", Hourly, flow)).MustBeOk();
        (await Client.SendAsync("POST", $"integrations/{flow}/schedule/status/disabled")).MustBeOk();

        Assert.Equal("disabled", (await SendAsync("GET", id: flow)).MustBeOk().Json.GetProperty("schedule").GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, (await ReadBackAsync()).ValueKind);
        (await SendAsync("DELETE", id: flow)).MustBeOk();
        (await SendAsync("GET", id: flow)).MustBeError(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Answers_are_the_status_alone()
    {
        Assert.Equal("""{"status":{"code":200,"message":"Success"}}""", (await SendAsync("POST", Daily)).Text);
        Assert.Equal("""{"status":{"code":200,"message":"Success"}}""", (await SendAsync("PUT", Daily)).Text);
        Assert.Equal("""{"status":{"code":200,"message":"Success"}}""", (await Client.SendAsync("POST", $"integrations/{_id}/schedule/status/enabled")).Text);
        Assert.Equal("""{"status":{"code":200,"message":"Success"}}""", (await SendAsync("DELETE")).Text);
    }

    [Fact]
    public async Task Second_schedule_of_an_owner_is_a_conflict()
    {
        (await SendAsync("POST", Daily)).MustBeOk();

        Assert.Contains("PUT", (await SendAsync("POST", Hourly)).MustBeError(HttpStatusCode.Conflict).Message, StringComparison.Ordinal);
        Assert.Equal("daily", (await ReadBackAsync()).GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("PUT", "")]
    [InlineData("DELETE", "")]
    [InlineData("GET", "")]
    [InlineData("POST", "/status/enabled")]
    [InlineData("POST", "/status/disabled")]
    public async Task Owner_without_a_schedule_and_unknown_owner_are_not_found(string method, string rest)
    {
        var body = method == "PUT" ? Body(_id, Daily) : null;
        Assert.Contains("'load' has no schedule", (await Client.SendAsync(method, $"integrations/{_id}/schedule{rest}", body)).MustBeError(HttpStatusCode.NotFound).Message, StringComparison.Ordinal);

        foreach (var unknown in new[] { ResourceId.New(_application.Time.GetUtcNow()), new string('Z', 32) })
        {
            var other = ResourceId.IsValid(unknown) && method == "PUT" ? Body(unknown, Daily) : null;
            if (method != "PUT" || other is not null)
            {
                (await Client.SendAsync(method, $"integrations/{unknown}/schedule{rest}", other)).MustBeError(HttpStatusCode.NotFound);
            }
        }
    }

    [Fact]
    public async Task Id_in_the_body_must_be_the_one_in_the_path()
    {
        var other = await Client.CreateIntegrationAsync("other");

        Assert.Equal(["integrationId"], (await Client.SendAsync("POST", $"integrations/{_id}/schedule", Body(other, Daily))).MustBeError(HttpStatusCode.BadRequest).ErrorPaths);
        Assert.Equal(["integrationId"], (await Client.SendAsync("PUT", $"integrations/{_id}/schedule", Body(other, Daily))).MustBeError(HttpStatusCode.BadRequest).ErrorPaths);
    }

    [Fact]
    public async Task Every_problem_of_a_schedule_is_answered_at_once() => Assert.Equal(
        ["schedule.time", "schedule.timezone", "schedule.name"],
        (await SendAsync("POST", """{"name":"","type":"daily","timezone":"Nowhere","time":"25:00","startDate":"2026-01-01"}""")).MustBeError(HttpStatusCode.BadRequest)
            .ErrorPaths.OrderByDescending(path => path == "schedule.time").ThenByDescending(path => path, StringComparer.Ordinal));

    [Fact]
    public async Task Schedule_that_will_never_run_is_refused()
    {
        var over = Daily.Replace("}", ""","endDate":"2026-11-22"}""", StringComparison.Ordinal);

        Assert.Equal(["schedule.endDate"], (await SendAsync("POST", over)).MustBeError(HttpStatusCode.BadRequest).ErrorPaths);
        (await SendAsync("POST", Daily)).MustBeOk();
        Assert.Equal(["schedule.endDate"], (await SendAsync("PUT", over)).MustBeError(HttpStatusCode.BadRequest).ErrorPaths);
    }

    [Fact]
    public async Task Unknown_status_is_refused()
    {
        (await SendAsync("POST", Daily)).MustBeOk();

        Assert.Equal(["status"], (await Client.SendAsync("POST", $"integrations/{_id}/schedule/status/paused")).MustBeError(HttpStatusCode.BadRequest).ErrorPaths);
    }

    [Fact]
    public async Task Disabled_schedule_is_not_due_and_enabled_again_comes_due_after_now()
    {
        (await SendAsync("POST", Daily)).MustBeOk();
        Assert.Equal(Utc(2026, 11, 24, 6, 30), (await StoredAsync()).NextAt);

        (await SetStatusAsync("disabled")).MustBeOk();
        Assert.Equal((false, null), ((await StoredAsync()).IsEnabled, (await StoredAsync()).NextAt));
        Assert.Empty(await Store.DueAsync(Utc(2030, 1, 1, 0, 0), CancellationToken.None));

        _application.Time.Advance(TimeSpan.FromDays(3));
        (await SetStatusAsync("enabled")).MustBeOk();
        Assert.Equal(Utc(2026, 11, 27, 6, 30), (await StoredAsync()).NextAt);
        Assert.Equal([_id], await Store.DueAsync(Utc(2030, 1, 1, 0, 0), CancellationToken.None));
    }

    [Fact]
    public async Task Status_that_is_set_already_changes_nothing()
    {
        var created = (await SendAsync("POST", Daily)).MustBeOk();
        _application.Time.Advance(TimeSpan.FromDays(3));

        Assert.Equal(created.Tag, (await SetStatusAsync("enabled")).MustBeOk().Tag);

        // Three occurrences were missed meanwhile; enabling what is enabled must not forget them.
        Assert.Equal(Utc(2026, 11, 24, 6, 30), (await StoredAsync()).NextAt);
    }

    [Fact]
    public async Task Replaced_schedule_stays_disabled_and_runs_for_who_replaced_it()
    {
        (await SendAsync("POST", Daily)).MustBeOk();
        (await SetStatusAsync("disabled")).MustBeOk();

        (await _application.ClientWith(ApiApplication.OtherEditorKey).SendAsync("PUT", $"integrations/{_id}/schedule", Body(_id, Hourly))).MustBeOk();

        Assert.Equal((false, null, "bob"), ((await StoredAsync()).IsEnabled, (await StoredAsync()).NextAt, (await StoredAsync()).SetBy));
        (await _application.ClientWith(ApiApplication.OperatorKey).SendAsync("POST", $"integrations/{_id}/schedule/status/enabled")).MustBeOk();
        Assert.Equal("bob", (await StoredAsync()).SetBy);
    }

    [Fact]
    public async Task Replaced_schedule_leaves_nothing_due_from_before()
    {
        (await SendAsync("POST", Daily)).MustBeOk();
        (await SendAsync("PUT", Hourly)).MustBeOk();

        Assert.Equal([_id], await Store.DueAsync(Utc(2030, 1, 1, 0, 0), CancellationToken.None));
        (await SendAsync("DELETE")).MustBeOk();
        Assert.Empty(await Store.DueAsync(Utc(2030, 1, 1, 0, 0), CancellationToken.None));
        Assert.Equal(JsonValueKind.Null, (await ReadBackAsync()).ValueKind);
    }

    [Fact]
    public async Task If_match_names_the_schedules_version_and_a_run_does_not_change_it()
    {
        var tag = (await SendAsync("POST", Daily)).MustBeOk().Tag!;
        var schedule = await StoredAsync();
        Assert.NotNull(await Store.ReplaceAsync(schedule, schedule with { NextAt = schedule.NextAt!.Value.AddDays(1) }, pending: null, CancellationToken.None));

        Assert.Equal(tag, (await SendAsync("GET")).Tag);
        var replaced = await Client.SendAsync("PUT", $"integrations/{_id}/schedule", Body(_id, Hourly), ("If-Match", tag));
        Assert.NotEqual(tag, replaced.MustBeOk().Tag);
        (await Client.SendAsync("PUT", $"integrations/{_id}/schedule", Body(_id, Daily), ("If-Match", tag))).MustBeError(HttpStatusCode.PreconditionFailed);
        (await Client.SendAsync("DELETE", $"integrations/{_id}/schedule", null, ("If-Match", tag))).MustBeError(HttpStatusCode.PreconditionFailed);
        (await Client.SendAsync("DELETE", $"integrations/{_id}/schedule", null, ("If-Match", replaced.Tag!))).MustBeOk();
    }

    [Fact]
    public async Task Operator_sets_the_status_and_only_editors_the_schedule()
    {
        (await SendAsync("POST", Daily)).MustBeOk();
        var @operator = _application.ClientWith(ApiApplication.OperatorKey);
        var viewer = _application.ClientWith(ApiApplication.ViewerKey);

        foreach (var (method, body) in new[] { ("POST", Body(_id, Daily)), ("PUT", Body(_id, Daily)), ("DELETE", null) })
        {
            (await @operator.SendAsync(method, $"integrations/{_id}/schedule", body)).MustBeError(HttpStatusCode.Forbidden);
        }

        (await @operator.SendAsync("POST", $"integrations/{_id}/schedule/status/disabled")).MustBeOk();
        (await viewer.SendAsync("POST", $"integrations/{_id}/schedule/status/enabled")).MustBeError(HttpStatusCode.Forbidden);
        (await viewer.SendAsync("GET", $"integrations/{_id}/schedule")).MustBeOk();
    }

    [Fact]
    public async Task Schedule_goes_with_its_integration_and_with_its_flow()
    {
        var second = await Client.CreateIntegrationAsync("second");
        var flow = await Client.CreateFlowAsync("flow", _id, second);
        (await SendAsync("POST", Daily, flow)).MustBeOk();
        (await SendAsync("POST", Daily)).MustBeOk();

        (await Client.SendAsync("DELETE", $"integrationflows/{flow}")).MustBeOk();
        Assert.Equal([_id], await Store.DueAsync(Utc(2030, 1, 1, 0, 0), CancellationToken.None));
        (await Client.SendAsync("DELETE", $"integrations/{_id}")).MustBeOk();

        Assert.Empty(await Store.DueAsync(Utc(2030, 1, 1, 0, 0), CancellationToken.None));
        Assert.Null(await Store.GetAsync(_id, CancellationToken.None));
    }

    [Fact]
    public async Task Integration_that_a_flow_keeps_keeps_its_schedule()
    {
        await Client.CreateFlowAsync("flow", _id, await Client.CreateIntegrationAsync("second"));
        (await SendAsync("POST", Daily)).MustBeOk();

        (await Client.SendAsync("DELETE", $"integrations/{_id}")).MustBeError(HttpStatusCode.Conflict);

        Assert.NotNull(await Store.GetAsync(_id, CancellationToken.None));
    }

    [Fact]
    public async Task What_the_anaplan_sdk_does_with_schedules_works()
    {
        var sdk = new AnaplanSdk(Client, ApiApplication.EditorKey);
        var body = JsonSerializer.SerializeToNode(JsonDocument.Parse(Body(_id, """{"name":"Test","type":"daily","timezone":"Europe/Paris","time":"12:00","daysOfWeek":[0,2,5],"startDate":"2027-01-01","endDate":"2029-01-01"}""")))!;

        await sdk.PostAsync($"integrations/{_id}/schedule", body);
        await sdk.PutAsync($"integrations/{_id}/schedule", body);
        await sdk.PostEmptyAsync($"integrations/{_id}/schedule/status/enabled");
        await sdk.PostEmptyAsync($"integrations/{_id}/schedule/status/disabled");

        var schedule = (await sdk.GetAsync($"integrations/{_id}")).GetProperty("integration").GetProperty("schedule");
        Assert.Equal(["Test", "daily", "Europe/Paris", "2027-01-01", "2029-01-01", "disabled"], new[] { "name", "type", "timezone", "startDate", "endDate", "status" }.Select(field => schedule.GetProperty(field).GetString()));
        Assert.Equal([0, 2, 5], schedule.GetProperty("daysOfWeek").EnumerateArray().Select(day => day.GetInt32()));
        await sdk.DeleteAsync($"integrations/{_id}/schedule");
        await sdk.PostAsync($"integrations/{_id}/schedule", body);
    }

    private ScheduleStore Store => _application.Services.GetRequiredService<ScheduleStore>();

    private static DateTime Utc(int year, int month, int day, int hour, int minute) => new(year, month, day, hour, minute, 0, DateTimeKind.Utc);

    private static string Body(string id, string schedule) => $$"""{"integrationId":"{{id}}","schedule":{{schedule}}}""";

    private Task<ApiAnswer> SendAsync(string method, string? schedule = null, string? id = null) =>
        Client.SendAsync(method, $"integrations/{id ?? _id}/schedule", schedule is null ? null : Body(id ?? _id, schedule));

    private Task<ApiAnswer> SetStatusAsync(string status) => Client.SendAsync("POST", $"integrations/{_id}/schedule/status/{status}");

    private async Task<ScheduleDocument> StoredAsync() => (await Store.GetAsync(_id, CancellationToken.None))!;

    private async Task<JsonElement> ReadBackAsync() => (await Client.SendAsync("GET", $"integrations/{_id}")).MustBeOk().Json.GetProperty("integration").GetProperty("schedule");
}
