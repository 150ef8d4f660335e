using System.Text.Json.Nodes;
using FlowFunctions.Cli.Scheduling;

namespace FlowFunctions.Cli.Tests.Verbs;

public class ScheduleVerbTests
{
    private const string Call = $"/2/0/integrations/{SampleAnswers.Flow}/schedule";

    [Fact]
    public async Task Show_says_it_in_plain_words_with_its_zone()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On($"GET {Call}", SampleAnswers.Schedule);

        Assert.Equal("Nightly load: every day at 22:00 Europe/Paris from 2026-12-01\n", (await tool.RunAsync("schedule", "show", "Nightly load")).Output);
        Assert.Equal("every day at 22:00 Europe/Paris from 2026-12-01\tenabled\tEurope/Paris\n", (await tool.RunAsync("schedule", "show", "Nightly load", "-o", "tsv")).Output);
    }

    [Theory]
    [InlineData("""{"type":"hourly","timezone":"UTC","fromTime":"08:00","toTime":"18:00","repeatEvery":2,"daysOfWeek":[1,5],"startDate":"2026-12-01","status":"disabled"}""", "every 2 hours from 08:00 to 18:00 on Monday, Friday UTC from 2026-12-01 (disabled)")]
    [InlineData("""{"type":"weekly","timezone":"UTC","time":"06:30","daysOfWeek":[0],"startDate":"2026-12-01","endDate":"2026-12-31"}""", "every Sunday at 06:30 UTC from 2026-12-01 until 2026-12-31")]
    [InlineData("""{"type":"monthly_specific_day","timezone":"UTC","time":"06:30","startDate":"2026-12-31"}""", "every month on day 31 at 06:30 UTC from 2026-12-31")]
    [InlineData("""{"type":"monthly_relative_weekday","timezone":"UTC","time":"06:30","startDate":"2026-12-08"}""", "every month on the second Tuesday at 06:30 UTC from 2026-12-08")]
    public void Each_type_has_its_words(string schedule, string words) => Assert.Equal(words, ScheduleText.Of(JsonNode.Parse(schedule)!.AsObject()));

    [Fact]
    public async Task Next_times_are_told_in_UTC_and_in_the_schedules_zone()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On($"GET {Call}", SampleAnswers.Schedule).On($"GET {Call}/next?count=2", SampleAnswers.Next("enabled"), SampleAnswers.Next("enabled"), SampleAnswers.Next("disabled"));

        var table = await tool.RunAsync("schedule", "next", "Nightly load", "--count", "2");
        var tsv = await tool.RunAsync("schedule", "next", "Nightly load", "--count", "2", "-o", "tsv");
        var disabled = await tool.RunAsync("schedule", "next", "Nightly load", "--count", "2", "-o", "name");

        Assert.Equal(
            """
            NEXT (UTC)           THERE                       ZONE
            2027-03-27 21:00:00  2027-03-27 22:00:00 +01:00  Europe/Paris
            2027-03-28 20:00:00  2027-03-28 22:00:00 +02:00  Europe/Paris

            """,
            table.Output);
        Assert.Equal("2027-03-27T21:00:00.000Z\t2027-03-27T22:00:00+01:00\tEurope/Paris\n2027-03-28T20:00:00.000Z\t2027-03-28T22:00:00+02:00\tEurope/Paris\n", tsv.Output);
        Assert.Equal(("2027-03-27T21:00:00.000Z\n2027-03-28T20:00:00.000Z\n", "The schedule of the flow 'Nightly load' is disabled, and would run at these times: flows schedule enable 'Nightly load'\n"), (disabled.Output, disabled.Error));
    }

    [Fact]
    public async Task Next_times_of_all_schedules_are_in_the_order_of_time()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.On(
            "GET /2/0/schedules/occurrences?limit=10",
            """{"occurrences":[{"ownerId":"01a225a56b6f7abfbb1119ae5931f01e","ownerType":"flow","name":"Nightly load","date":"2026-12-01T21:00:00.000Z","localDate":"2026-12-01T22:00:00","utcOffset":"+01:00","timezone":"Europe/Paris","state":"coming","runId":null,"outcome":null}]}""",
            """{"occurrences":[]}""");

        var all = await tool.RunAsync("schedule", "next");
        var none = await tool.RunAsync("schedule", "next");

        Assert.Equal(
            """
            NEXT (UTC)           THERE                       ZONE          KIND  NAME
            2026-12-01 21:00:00  2026-12-01 22:00:00 +01:00  Europe/Paris  flow  Nightly load

            """,
            all.Output);
        Assert.Equal((0, "", $"No schedule on {tool.Api.Url} starts anything in the next seven days.\n"), (none.ExitCode, none.Output, none.Error));
    }

    [Fact]
    public async Task Next_times_without_a_schedule_are_not_found()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll();

        var run = await tool.RunAsync("schedule", "next", "Nightly load");

        Assert.Equal((ExitCode.NotFound, "flows: the flow 'Nightly load' has no schedule. Set one: flows schedule set 'Nightly load' --daily 22:00 --zone Europe/Paris\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Set_makes_one_and_replaces_one()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().OnStatus($"GET {Call}", 404, """{"message":"none"}""").On($"GET {Call}", SampleAnswers.Schedule).On($"POST {Call}", SampleAnswers.Success).On($"PUT {Call}", SampleAnswers.Success);

        var made = await tool.RunAsync("schedule", "set", "Nightly load", "--weekly", "22:00", "--days", "mon,Fri", "--zone", "Europe/Paris", "--start", "2026-12-01");
        var replaced = await tool.RunAsync("schedule", "set", "Nightly load", "--hourly", "2", "--zone", "UTC", "--start", "2026-12-01", "--end", "2026-12-31");

        Assert.Equal((0, 0), (made.ExitCode, replaced.ExitCode));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse($$"""{"integrationId":"{{SampleAnswers.Flow}}","schedule":{"name":"Nightly load","type":"weekly","timezone":"Europe/Paris","startDate":"2026-12-01","time":"22:00","daysOfWeek":[1,5]} }"""),
            tool.Api.To($"POST {Call}").Single().Json));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse($$"""{"integrationId":"{{SampleAnswers.Flow}}","schedule":{"name":"Nightly","type":"hourly","timezone":"UTC","startDate":"2026-12-01","repeatEvery":2,"fromTime":"00:00","toTime":"23:59","endDate":"2026-12-31"} }"""),
            tool.Api.To($"PUT {Call}").Single().Json));
    }

    [Fact]
    public async Task Enable_disable_and_delete_reach_the_server()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On($"GET {Call}", SampleAnswers.Schedule).On($"POST {Call}/status/enabled", SampleAnswers.Success).On($"POST {Call}/status/disabled", SampleAnswers.Success).On($"DELETE {Call}", SampleAnswers.Success);

        Assert.Equal(0, (await tool.RunAsync("schedule", "enable", "Nightly load")).ExitCode);
        Assert.Equal(0, (await tool.RunAsync("schedule", "disable", "Nightly load")).ExitCode);
        var unasked = await tool.RunAsync("schedule", "delete", "Nightly load");
        Assert.Equal(0, (await tool.RunAsync("schedule", "delete", "Nightly load", "--yes")).ExitCode);

        Assert.Equal(ExitCode.Misuse, unasked.ExitCode);
        Assert.Single(tool.Api.To($"POST {Call}/status/enabled"));
        Assert.Single(tool.Api.To($"POST {Call}/status/disabled"));
        Assert.Single(tool.Api.To($"DELETE {Call}"));
    }

    [Theory]
    [InlineData("schedule set x --zone UTC", "flows: A schedule is one of --hourly, --daily, --weekly, --monthly and --monthly-weekday. See flows schedule set --help.")]
    [InlineData("schedule set x --zone UTC --daily 24:00", "flows: --daily is a time of day such as 22:00, not '24:00'. See flows schedule set --help.")]
    [InlineData("schedule set x --zone UTC --daily 22:00 --days mon,dom", "flows: --days are sun,mon,tue,wed,thu,fri,sat with commas between, not 'dom'. See flows schedule set --help.")]
    [InlineData("schedule set x --zone UTC --daily 22:00 --start 2026-02-30", "flows: --start is a day such as 2026-12-01, not '2026-02-30'. See flows schedule set --help.")]
    public async Task Misuse_is_one_line(string commandLine, string line)
    {
        var run = await ToolRun.OfAsync(ToolRun.Nowhere(), commandLine.Split(' '));

        Assert.Equal((ExitCode.Misuse, line), (run.ExitCode, run.Error.TrimEnd()));
    }
}
