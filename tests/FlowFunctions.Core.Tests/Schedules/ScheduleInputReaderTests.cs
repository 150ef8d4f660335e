using System.Text;
using System.Text.Json.Nodes;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Schedules;

namespace FlowFunctions.Core.Tests.Schedules;

public class ScheduleInputReaderTests
{
    private const string Owner = "fe40dc5793084f7dbb685cffe6a5ad2a";
    private const string Daily = """{"name":"Nightly","type":"daily","timezone":"Europe/Paris","time":"06:30","startDate":"2026-03-01"}""";
    private const string Hourly = """{"name":"By day","type":"hourly","timezone":"Asia/Kolkata","fromTime":"08:00","toTime":"20:00","startDate":"2026-03-01"}""";
    private const string Weekly = """{"name":"Weekly","type":"weekly","timezone":"UTC","time":"06:30","daysOfWeek":[6,0],"startDate":"2026-03-01"}""";
    private const string Relative = """{"name":"Relative","type":"monthly_relative_weekday","timezone":"UTC","time":"06:30","startDate":"2026-03-01"}""";

    [Fact]
    public void Daily_schedule_is_read_with_every_field()
    {
        var schedule = Read(Daily.Replace("}", ""","endDate":"2026-12-31"}""", StringComparison.Ordinal)).Value!;

        Assert.Equal(
            ("Nightly", ScheduleType.Daily, "Europe/Paris", new TimeOnly(6, 30), new DateOnly(2026, 3, 1), new DateOnly(2026, 12, 31)),
            (schedule.Name, schedule.Type, schedule.Timezone, schedule.Time, schedule.StartDate, schedule.EndDate));
        Assert.Empty(schedule.DaysOfWeek);
        Assert.Equal((null, null, null), (schedule.FromTime, schedule.ToTime, schedule.RepeatEvery));
    }

    [Fact]
    public void Hourly_schedule_repeats_every_hour_unless_it_says_otherwise()
    {
        Assert.Equal((new TimeOnly(8, 0), new TimeOnly(20, 0), 1), (Read(Hourly).Value!.FromTime, Read(Hourly).Value!.ToTime, Read(Hourly).Value!.RepeatEvery));
        Assert.Equal(3, Read(Hourly.Replace("}", ""","repeatEvery":3}""", StringComparison.Ordinal)).Value!.RepeatEvery);
    }

    [Fact]
    public void Days_are_kept_in_their_order_in_the_week() => Assert.Equal([0, 6], Read(Weekly).Value!.DaysOfWeek);

    // As the model of the Python package writes it: days for every type, and the fields of other types as null.
    [Fact]
    public void What_the_anaplan_sdk_sends_is_read()
    {
        Assert.Equal([0, 2, 5], Read("""{"name":"Test","type":"daily","timezone":"Europe/Paris","time":"12:00","fromTime":null,"toTime":null,"daysOfWeek":[0,2,5],"startDate":"2027-01-01","endDate":"2029-01-01"}""").Value!.DaysOfWeek);
        Assert.True(Read("""{"name":"Test","type":"monthly_specific_day","timezone":"US/Samoa","time":"12:00","daysOfWeek":[1],"startDate":"2027-01-01"}""").IsValid);
        Assert.True(Read("""{"name":"Test","type":"monthly_relative_weekday","timezone":"Asia/Rangoon","time":"12:00","daysOfWeek":[],"startDate":"2027-01-01"}""").IsValid);
        Assert.True(Read("""{"name":"Test","type":"hourly","timezone":"Canada/Newfoundland","from_time":"08:00","to_time":"09:00","days_of_week":[],"start_date":"2027-01-01"}""").IsValid);
    }

    [Theory]
    [InlineData(Daily, "name", null, "schedule.name")]
    [InlineData(Daily, "name", """ " " """, "schedule.name")]
    [InlineData(Daily, "type", null, "schedule.type")]
    [InlineData(Daily, "type", "\"yearly\"", "schedule.type")]
    [InlineData(Daily, "timezone", null, "schedule.timezone")]
    [InlineData(Daily, "timezone", "\"Europe/Pariss\"", "schedule.timezone")]
    [InlineData(Daily, "timezone", "\"UTC+01\"", "schedule.timezone")]
    [InlineData(Daily, "timezone", "1", "schedule.timezone")]
    [InlineData(Daily, "time", null, "schedule.time")]
    [InlineData(Daily, "time", "\"24:00\"", "schedule.time")]
    [InlineData(Daily, "time", "\"6:30\"", "schedule.time")]
    [InlineData(Daily, "time", "\"06:30:00\"", "schedule.time")]
    [InlineData(Daily, "time", "630", "schedule.time")]
    [InlineData(Daily, "fromTime", "\"08:00\"", "schedule.fromTime")]
    [InlineData(Daily, "toTime", "\"08:00\"", "schedule.toTime")]
    [InlineData(Daily, "repeatEvery", "2", "schedule.repeatEvery")]
    [InlineData(Daily, "startDate", null, "schedule.startDate")]
    [InlineData(Daily, "startDate", "\"2026-02-29\"", "schedule.startDate")]
    [InlineData(Daily, "startDate", "\"1969-12-31\"", "schedule.startDate")]
    [InlineData(Daily, "startDate", "\"3000-01-01\"", "schedule.startDate")]
    [InlineData(Daily, "startDate", "\"01/03/2026\"", "schedule.startDate")]
    [InlineData(Daily, "endDate", "\"2026-02-28\"", "schedule.endDate")]
    [InlineData(Daily, "endDate", "\"never\"", "schedule.endDate")]
    [InlineData(Daily, "daysOfWeek", "[7]", "schedule.daysOfWeek[0]")]
    [InlineData(Daily, "daysOfWeek", "[-1]", "schedule.daysOfWeek[0]")]
    [InlineData(Daily, "daysOfWeek", "[1,\"2\"]", "schedule.daysOfWeek[1]")]
    [InlineData(Daily, "daysOfWeek", "[1,1]", "schedule.daysOfWeek[1]")]
    [InlineData(Daily, "daysOfWeek", "3", "schedule.daysOfWeek")]
    [InlineData(Daily, "dayOfWeek", "[1]", "schedule.dayOfWeek")]
    [InlineData(Hourly, "time", "\"08:00\"", "schedule.time")]
    [InlineData(Hourly, "fromTime", null, "schedule.fromTime")]
    [InlineData(Hourly, "toTime", null, "schedule.toTime")]
    [InlineData(Hourly, "repeatEvery", "0", "schedule.repeatEvery")]
    [InlineData(Hourly, "repeatEvery", "25", "schedule.repeatEvery")]
    [InlineData(Hourly, "repeatEvery", "1.5", "schedule.repeatEvery")]
    [InlineData(Weekly, "daysOfWeek", null, "schedule.daysOfWeek")]
    [InlineData(Weekly, "daysOfWeek", "[]", "schedule.daysOfWeek")]
    [InlineData(Relative, "daysOfWeek", "[3]", "schedule.daysOfWeek")]
    public void Problem_is_reported_at_its_path(string schedule, string field, string? value, string path)
    {
        var document = JsonNode.Parse(schedule)!.AsObject();
        document.Remove(field);
        if (value is not null)
        {
            document[field] = JsonNode.Parse(value);
        }

        Assert.Equal([path], Read(document.ToJsonString()).Problems.Select(problem => problem.Path));
    }

    [Fact]
    public void Every_problem_is_reported_at_once()
    {
        var problems = Read("""{"type":"hourly","timezone":"Mars/Phobos","time":"06:30","fromTime":"x","repeatEvery":0,"daysOfWeek":[9],"startDate":"2026-13-01"}""").Problems;

        Assert.Equal(
            ["schedule.daysOfWeek[0]", "schedule.fromTime", "schedule.name", "schedule.repeatEvery", "schedule.startDate", "schedule.time", "schedule.timezone", "schedule.toTime"],
            problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Misspelt_time_zone_is_answered_with_the_nearest() =>
        Assert.EndsWith("did you mean 'Europe/Paris'?", Assert.Single(Read(Daily.Replace("Europe/Paris", "europe/paris", StringComparison.Ordinal)).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Relative_weekday_that_contradicts_the_start_date_is_told_which_day_that_is() => Assert.Contains(
        "a Sunday; give [0]",
        Assert.Single(Read(Relative.Replace("}", ""","daysOfWeek":[3]}""", StringComparison.Ordinal)).Problems).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"schedule":%}""", "integrationId")]
    [InlineData("""{"integrationId":"0995f32adf2443a9b2420739cedc17f9","schedule":%}""", "integrationId")]
    [InlineData("""{"integrationId":"fe40","schedule":%}""", "integrationId")]
    [InlineData("""{"integrationId":"fe40dc5793084f7dbb685cffe6a5ad2a"}""", "schedule")]
    [InlineData("""{"integrationId":"fe40dc5793084f7dbb685cffe6a5ad2a","schedule":null}""", "schedule")]
    [InlineData("""{"integrationId":"fe40dc5793084f7dbb685cffe6a5ad2a","schedule":%,"status":"enabled"}""", "status")]
    [InlineData("[]", "")]
    [InlineData("", "")]
    public void Envelope_names_the_owner_and_holds_the_schedule(string body, string path) => Assert.Equal(
        [path],
        ScheduleInputReader.Read(Encoding.UTF8.GetBytes(body.Replace("%", Daily, StringComparison.Ordinal)), Owner).Problems.Select(problem => problem.Path));

    private static Parsed<ScheduleInput> Read(string schedule) =>
        ScheduleInputReader.Read(Encoding.UTF8.GetBytes($$"""{"integrationId":"{{Owner}}","schedule":{{schedule}}}"""), Owner);
}
