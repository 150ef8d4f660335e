using System.Net;
using System.Text.Json;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Schedules;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Schedules;

/// <summary>The clock stands at 2026-11-23 09:30 UTC, a Monday, until a test turns it.</summary>
[Needs(Need.Azurite)]
public sealed class OccurrenceEndpointsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Nightly = """{"name":"Nightly","type":"daily","timezone":"Europe/Paris","time":"22:00","startDate":"2026-01-01"}""";
    private const string ByDay = """{"name":"By day","type":"hourly","timezone":"Asia/Kolkata","fromTime":"08:00","toTime":"20:00","repeatEvery":4,"startDate":"2026-01-01"}""";

    private ApiApplication _application = null!;
    private string _load = "";
    private string _other = "";

    private HttpClient Client => _application.Client;

    public async ValueTask InitializeAsync()
    {
        _application = await ApiApplication.StartAsync(azurite.ConnectionString);
        _load = await Client.CreateIntegrationAsync("load");
        _other = await Client.CreateIntegrationAsync("other");
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task Next_occurrences_are_told_in_utc_and_in_the_schedule_s_zone()
    {
        await ScheduleAsync(_load, Nightly);

        var next = (await Client.SendAsync("GET", $"integrations/{_load}/schedule/next?count=2")).MustBeOk().Json.GetProperty("next");

        Assert.Equal(
            """
            {"timezone":"Europe/Paris","words":"Every day at 22:00","status":"enabled","occurrences":[
            {"date":"2026-11-23T21:00:00.000Z","localDate":"2026-11-23T22:00:00","utcOffset":"+01:00"},
            {"date":"2026-11-24T21:00:00.000Z","localDate":"2026-11-24T22:00:00","utcOffset":"+01:00"}]}
            """.Replace("\n", "", StringComparison.Ordinal),
            next.GetRawText());
    }

    /// <summary>The clocks go forward on 28 March 2027.</summary>
    [Fact]
    public async Task Offset_is_that_of_the_occurrence()
    {
        await ScheduleAsync(_load, Nightly.Replace("2026-01-01", "2027-03-27", StringComparison.Ordinal));

        var next = (await Client.SendAsync("GET", $"integrations/{_load}/schedule/next")).MustBeOk().Json.GetProperty("next").GetProperty("occurrences");

        Assert.Equal(10, next.GetArrayLength());
        Assert.Equal(["+01:00", "+02:00"], next.EnumerateArray().Take(2).Select(one => one.GetProperty("utcOffset").GetString()));
    }

    [Fact]
    public async Task Schedule_that_is_disabled_tells_what_it_would_run_and_one_that_ends_has_fewer()
    {
        await ScheduleAsync(_load, Nightly.Replace("}", ""","endDate":"2026-11-24"}""", StringComparison.Ordinal));
        (await Client.SendAsync("POST", $"integrations/{_load}/schedule/status/disabled")).MustBeOk();

        var next = (await Client.SendAsync("GET", $"integrations/{_load}/schedule/next?count=50")).MustBeOk().Json.GetProperty("next");

        Assert.Equal("disabled", next.GetProperty("status").GetString());
        Assert.Equal(2, next.GetProperty("occurrences").GetArrayLength());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public async Task Count_may_be_from_1_to_50(int count)
    {
        await ScheduleAsync(_load, Nightly);

        var next = (await Client.SendAsync("GET", $"integrations/{_load}/schedule/next?count={count}")).MustBeOk().Json.GetProperty("next");

        Assert.Equal(count, next.GetProperty("occurrences").GetArrayLength());
    }

    [Theory]
    [InlineData("count=0")]
    [InlineData("count=51")]
    [InlineData("count=1&count=2")]
    public async Task Count_out_of_range_is_refused(string query)
    {
        await ScheduleAsync(_load, Nightly);

        Assert.Equal(["count"], (await Client.SendAsync("GET", $"integrations/{_load}/schedule/next?{query}")).MustBeError(HttpStatusCode.BadRequest).ErrorPaths);
    }

    [Fact]
    public async Task Next_without_a_schedule_or_an_owner_is_not_found()
    {
        (await Client.SendAsync("GET", $"integrations/{_load}/schedule/next")).MustBeError(HttpStatusCode.NotFound);
        (await Client.SendAsync("GET", $"integrations/{RouteSamples.UnknownId}/schedule/next")).MustBeError(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Window_has_the_occurrences_of_all_enabled_schedules_in_order_page_by_page()
    {
        await ScheduleAsync(_load, Nightly);
        await ScheduleAsync(_other, ByDay);
        var third = await Client.CreateIntegrationAsync("third");
        await ScheduleAsync(third, Nightly);
        (await Client.SendAsync("POST", $"integrations/{third}/schedule/status/disabled")).MustBeOk();

        var whole = await ListAsync("from=2026-11-23T14:00:00Z&to=2026-11-24T14:30:00%2B00:00");
        var page = (await Client.SendAsync("GET", "schedules/occurrences?from=2026-11-23T14:00:00Z&to=2026-11-24T14:30:00Z&limit=2&offset=1")).MustBeOk().Json;

        Assert.Equal(
            ["2026-11-23T14:30:00.000Z other", "2026-11-23T21:00:00.000Z load", "2026-11-24T02:30:00.000Z other", "2026-11-24T06:30:00.000Z other", "2026-11-24T10:30:00.000Z other"],
            whole.Select(one => $"{one.GetProperty("date").GetString()} {one.GetProperty("name").GetString()}"));
        Assert.All(whole, one => Assert.Equal("coming", one.GetProperty("state").GetString()));
        Assert.Equal(("integration", "Europe/Paris", "2026-11-23T22:00:00"), (whole[1].GetProperty("ownerType").GetString(), whole[1].GetProperty("timezone").GetString(), whole[1].GetProperty("localDate").GetString()));
        Assert.Equal(whole.Skip(1).Take(2).Select(one => one.GetRawText()), page.GetProperty("occurrences").EnumerateArray().Select(one => one.GetRawText()));
        Assert.Equal("""{"currentPageSize":2,"offset":1,"totalSize":5}""", page.GetProperty("meta").GetProperty("paging").GetRawText());
    }

    [Fact]
    public async Task Window_begins_now_and_is_a_week_unless_it_is_given()
    {
        await ScheduleAsync(_load, Nightly);

        var occurrences = await ListAsync("");

        Assert.Equal(7, occurrences.Count);
        Assert.Equal("2026-11-23T21:00:00.000Z", occurrences[0].GetProperty("date").GetString());
    }

    [Fact]
    public async Task Flow_that_is_scheduled_says_that_it_is_one()
    {
        var flow = await Client.CreateFlowAsync("Planning", _load, _other);
        await ScheduleAsync(flow, Nightly);

        var occurrence = (await ListAsync(""))[0];

        Assert.Equal((flow, "flow", "Planning"), (occurrence.GetProperty("ownerId").GetString(), occurrence.GetProperty("ownerType").GetString(), occurrence.GetProperty("name").GetString()));
    }

    /// <summary>As the schedule was before, nobody knows any more.</summary>
    [Fact]
    public async Task Past_occurrences_since_the_schedule_was_set_tell_what_became_of_them()
    {
        await ScheduleAsync(_load, Nightly);
        await MoveAsync(days: 3, nextAt: At(26));
        var history = _application.Services.GetRequiredService<RunHistory>();
        await history.PutAsync(Run(23, new(true, "Success", null)), CancellationToken.None);
        await history.PutAsync(Run(24, new(false, "Skipped: the previous run was still going", RunErrorCodes.Skipped)), CancellationToken.None);

        var occurrences = await ListAsync("from=2026-11-20T00:00:00Z&to=2026-11-27T00:00:00Z");

        Assert.Equal(
            ["23 started success", "24 skipped skipped", "25 unknown ", "26 coming "],
            occurrences.Select(one => $"{one.GetProperty("date").GetString()![8..10]} {one.GetProperty("state").GetString()} {one.GetProperty("outcome").GetString()}"));
        Assert.Equal(Occurrence.IdOf(_load, At(23)), occurrences[0].GetProperty("runId").GetString());
        Assert.Equal(JsonValueKind.Null, occurrences[2].GetProperty("runId").ValueKind);
    }

    [Fact]
    public async Task Occurrence_that_is_due_is_coming_until_it_is_sent_on_its_way()
    {
        await ScheduleAsync(_load, Nightly);
        await MoveAsync(days: 1, nextAt: At(23));
        var before = await ListAsync("from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z");
        await MoveAsync(days: 0, nextAt: At(24));

        var after = await ListAsync("from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z");

        Assert.Equal(("coming", "unknown"), (Assert.Single(before).GetProperty("state").GetString(), Assert.Single(after).GetProperty("state").GetString()));
    }

    [Theory]
    [InlineData("from=tomorrow", "from")]
    [InlineData("from=2026-11-23T00:00:00Z&to=2026-11-23T00:00:00Z", "to")]
    [InlineData("from=2026-11-23T00:00:00Z&to=2027-01-24T00:00:01Z", "to")]
    [InlineData("from=9999-12-31T00:00:00Z&to=x&limit=0", "limit", "from", "to")]
    [InlineData("from=9999-12-31T20:00:00Z", "from")]
    [InlineData("from=0001-01-01T00:00:00Z", "from")]
    [InlineData("from=1969-12-31T23:59:59Z", "from")]
    [InlineData("from=2999-12-31T00:00:00Z&to=9999-12-31T23:59:59Z", "to")]
    [InlineData("offset=1", "from")]
    [InlineData("offset=1&to=2026-11-24T00:00:00Z", "from")]
    public async Task Window_that_cannot_be_is_refused(string query, params string[] paths) =>
        Assert.Equal(paths, (await Client.SendAsync("GET", "schedules/occurrences?" + query)).MustBeError(HttpStatusCode.BadRequest).ErrorPaths);

    [Theory]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("2999-12-31T14:00:00Z")]
    public async Task Window_may_be_as_early_and_late_as_the_dates_of_schedules(string from)
    {
        await ScheduleAsync(_load, ByDay);

        Assert.Equal(from[..4] == "1970" ? 0 : 1, (await ListAsync($"from={from}")).Count);
    }

    [Fact]
    public async Task Window_may_be_62_days_long()
    {
        await ScheduleAsync(_load, Nightly);

        Assert.Equal(62, (await ListAsync("from=2026-11-23T21:00:00Z&to=2027-01-24T21:00:00Z")).Count);
    }

    /// <summary>The owner's document goes first, and its schedule a moment later.</summary>
    [Fact]
    public async Task Schedules_whose_owner_is_gone_are_neither_listed_nor_counted()
    {
        await ScheduleAsync(_load, Nightly);
        await ScheduleAsync(_other, Nightly);
        await _application.Integrations.DeleteAsync((await _application.Integrations.GetAsync(_load, CancellationToken.None))!, CancellationToken.None);

        var page = (await Client.SendAsync("GET", "schedules/occurrences?from=2026-11-23T14:00:00Z&limit=2&offset=1")).MustBeOk().Json;

        Assert.Equal(["other", "other"], page.GetProperty("occurrences").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal("""{"currentPageSize":2,"offset":1,"totalSize":7}""", page.GetProperty("meta").GetProperty("paging").GetRawText());
    }

    [Fact]
    public async Task Window_with_too_many_occurrences_is_refused()
    {
        for (var owner = 0; owner < 14; owner++)
        {
            var id = await Client.CreateIntegrationAsync($"owner {owner}");
            await ScheduleAsync(id, """{"name":"Hourly","type":"hourly","timezone":"UTC","fromTime":"00:00","toTime":"23:00","startDate":"2026-01-01"}""");
        }

        var refused = (await Client.SendAsync("GET", "schedules/occurrences?to=2027-01-23T00:00:00Z")).MustBeError(HttpStatusCode.BadRequest);

        Assert.Contains("20000", refused.Message, StringComparison.Ordinal);
        Assert.Equal(14 * 14, (await ListAsync("to=2026-11-23T23:30:00Z&limit=5000")).Count);
    }

    private static DateTime At(int day) => new(2026, 11, day, 21, 0, 0, DateTimeKind.Utc);

    private RunDocument Run(int day, RunResult result) => new()
    {
        Id = Occurrence.IdOf(_load, At(day)),
        Kind = RunKind.Integration,
        OwnerId = _load,
        Name = "load",
        Trigger = new("ann", RunTrigger.Scheduled),
        TraceId = "trace",
        StartDate = At(day),
        EndDate = At(day),
        Result = result,
    };

    /// <summary>Turns the clock, and the schedule to its next occurrence, as its dispatcher does.</summary>
    private async Task MoveAsync(int days, DateTime nextAt)
    {
        _application.Time.Advance(TimeSpan.FromDays(days));
        var schedules = _application.Services.GetRequiredService<ScheduleStore>();
        var schedule = (await schedules.GetAsync(_load, CancellationToken.None))!;
        Assert.NotNull(await schedules.ReplaceAsync(schedule, schedule with { NextAt = nextAt }, pending: null, CancellationToken.None));
    }

    private async Task ScheduleAsync(string owner, string schedule) =>
        (await Client.SendAsync("POST", $"integrations/{owner}/schedule", $$"""{"integrationId":"{{owner}}","schedule":{{schedule}}}""")).MustBeOk();

    private async Task<List<JsonElement>> ListAsync(string query) =>
        [.. (await Client.SendAsync("GET", "schedules/occurrences?" + query)).MustBeOk().Json.GetProperty("occurrences").EnumerateArray()];
}
