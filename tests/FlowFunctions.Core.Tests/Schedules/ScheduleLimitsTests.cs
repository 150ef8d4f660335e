using System.Text;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Schedules;

namespace FlowFunctions.Core.Tests.Schedules;

/// <summary>Each rule of a schedule's fields at its bound: the last value that is taken, and the first that is not, with what is said of
/// it.</summary>
public class ScheduleLimitsTests
{
    private static readonly string Owner = Ids.Of(1);

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void Name_has_200_characters(int length, bool isTaken) =>
        Assert.Equal(isTaken ? [] : ["name"],
            Paths($"'name':'{new string('n', length)}','type':'daily','timezone':'UTC','time':'06:30','startDate':'2026-03-01'"));

    [Theory]
    [InlineData("1970-01-01", true)]
    [InlineData("1969-12-31", false)]
    [InlineData("2999-12-31", true)]
    [InlineData("3000-01-01", false)]
    public void Dates_are_from_1970_to_2999(string date, bool isTaken)
    {
        Assert.Equal(isTaken ? [] : [$"Must be from 1970-01-01 to 2999-12-31, but is '{date}'."], Messages($"{Daily(start: date)}"));
        Assert.Equal(isTaken, Paths($"{Daily(start: "1970-01-01")},'endDate':'{date}'").Count == 0);
    }

    [Theory]
    [InlineData("2026-03-01", null)]
    [InlineData("2026-02-28", "Must not be before 'startDate', 2026-03-01.")]
    public void Schedule_may_last_one_day_but_not_end_before_it_begins(string end, string? message) =>
        Assert.Equal(message is null ? [] : [message], Messages($"{Daily()},'endDate':'{end}'"));

    [Theory]
    [InlineData("1", 1)]
    [InlineData("24", 24)]
    [InlineData("null", 1)]
    public void Hourly_schedule_repeats_every_1_to_24_hours(string hours, int expected) =>
        Assert.Equal(expected, Read($"{Hourly},'repeatEvery':{hours}").Value!.RepeatEvery);

    [Theory]
    [InlineData("0")]
    [InlineData("25")]
    [InlineData("-1")]
    public void Hourly_schedule_repeats_at_no_other_hours(string hours) =>
        Assert.Equal([$"Must be from 1 to 24 hours, but is {hours}."], Messages($"{Hourly},'repeatEvery':{hours}"));

    [Theory]
    [InlineData("00:00", true)]
    [InlineData("23:59", true)]
    [InlineData("24:00", false)]
    [InlineData("12:60", false)]
    public void Time_is_one_of_a_day(string time, bool isTaken) =>
        Assert.Equal(isTaken ? [] : [$"Must be a time like '06:30', from 00:00 to 23:59, but is '{time}'."], Messages(Daily(time)));

    [Theory]
    [InlineData("[0,6]", null, null)]
    [InlineData("[7]", "[0]", "Must be a day from 0 for Sunday to 6 for Saturday, but is 7.")]
    [InlineData("[-1]", "[0]", "Must be a day from 0 for Sunday to 6 for Saturday, but is -1.")]
    [InlineData("[1,1]", "[1]", "Day 1 is given more than once.")]
    public void Days_are_those_of_a_week(string days, string? path, string? message) =>
        Assert.Equal(message is null ? [] : [new Problem($"schedule.daysOfWeek{path}", message)], Read($"{Daily()},'daysOfWeek':{days}")
            .Problems);

    [Theory]
    [InlineData("daily", true)]
    [InlineData("weekly", false)]
    public void Weekly_schedule_alone_needs_a_day(string type, bool isTaken) => Assert.Equal(
        isTaken ? [] : ["A weekly schedule needs at least one day, from 0 for Sunday to 6 for Saturday."],
        Messages($"'name':'n','type':'{type}','timezone':'UTC','time':'06:30','startDate':'2026-03-01','daysOfWeek':[]"));

    // 1 March 2026 is a Sunday.
    [Theory]
    [InlineData("[0]", true)]
    [InlineData("[1,0]", true)]
    [InlineData("[]", true)]
    [InlineData("[1]", false)]
    public void Relative_weekday_is_that_of_the_first_day(string days, bool isTaken) => Assert.Equal(
        isTaken ? [] : [new Problem("schedule.daysOfWeek",
            "The schedule runs on the weekday of 'startDate', a Sunday; give [0], or another 'startDate'.")],
        Read($"'name':'n','type':'monthly_relative_weekday','timezone':'UTC','time':'06:30','startDate':'2026-03-01','daysOfWeek':{days}")
            .Problems);

    [Theory]
    [InlineData("'time':'06:30'", "time", "An hourly schedule has 'fromTime' and 'toTime' instead of 'time'; leave it out.")]
    public void Field_that_an_hourly_schedule_has_not_is_told(string given, string name, string message) =>
        Assert.Equal([new Problem($"schedule.{name}", message)], Read($"{Hourly},{given}").Problems);

    [Theory]
    [InlineData("'fromTime':'06:30'", "fromTime")]
    [InlineData("'toTime':'06:30'", "toTime")]
    [InlineData("'repeatEvery':1", "repeatEvery")]
    public void Field_that_only_an_hourly_schedule_has_is_told(string given, string name) =>
        Assert.Equal([new Problem($"schedule.{name}", $"Only an hourly schedule has '{name}'; leave it out.")], Read($"{Daily()},{given}")
            .Problems);

    // What a time is can be said though the type is not known; whether there must be one cannot.
    [Fact]
    public void Schedule_of_an_unknown_type_is_read_as_far_as_it_goes() => Assert.Equal(
        ["schedule.fromTime", "schedule.repeatEvery", "schedule.time", "schedule.toTime", "schedule.type"],
        Read("'name':'n','type':'x','timezone':'UTC','time':'x','fromTime':'x','toTime':'x','repeatEvery':0,'startDate':'2026-03-01'")
            .Problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));

    [Fact]
    public void Schedule_of_an_unknown_type_needs_nothing_more() =>
        Assert.Equal(["schedule.type"], Read("'name':'n','type':'x','timezone':'UTC','startDate':'2026-03-01'")
            .Problems.Select(problem => problem.Path));

    [Theory]
    [InlineData("'timezone':'UTC','time':'06:30','startDate':'x'", "Must be a date of the calendar like '2026-03-29', but is 'x'.")]
    [InlineData("'timezone':'Nowhere/Atall','time':'06:30','startDate':'2026-03-01'",
        "Must be a time zone of the IANA database like 'Europe/Paris', but is 'Nowhere/Atall'.")]
    public void Problem_of_a_schedule_says_what_it_is(string fields, string message) =>
        Assert.Equal([message], Messages($"'name':'n','type':'daily',{fields}"));

    [Fact]
    public void Schedule_of_another_than_the_path_names_is_told_both()
    {
        var parsed = ScheduleInputReader.Read(
            Encoding.UTF8.GetBytes($"{{'integrationId':'{Ids.Of(2)}','schedule':{{{Daily()}}}}}".Replace('\'', '"')), Owner);

        Assert.Equal([new Problem("integrationId", $"Must be the id in the path, '{Owner}', but is '{Ids.Of(2)}'.")], parsed.Problems);
    }

    [Theory]
    [InlineData("daily 06:30 from 2026-01-01", "no Time")]
    [InlineData("hourly 08:00-09:00/1 from 2026-01-01", "no FromTime")]
    public void Schedule_without_a_time_that_its_type_needs_is_no_calendar(string schedule, string message)
    {
        var input = ScheduleShorthand.Read("UTC", schedule) with { Time = null, FromTime = null };

        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new ScheduleCalendar(input)).Message, StringComparison.Ordinal);
        Assert.Contains("no ToTime",
            Assert.Throws<ArgumentException>(() =>
            new ScheduleCalendar(ScheduleShorthand.Read("UTC", "hourly 08:00-09:00/1 from 2026-01-01") with { ToTime = null }))
            .Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hourly_schedule_that_does_not_say_repeats_every_hour()
    {
        var calendar = new ScheduleCalendar(
            ScheduleShorthand.Read("UTC", "hourly 08:00-09:00/1 from 2026-01-01") with { RepeatEvery = null });

        Assert.Equal(At(9, 0), calendar.Next(At(8, 0)));
        Assert.Equal(At(8, 0).AddDays(1), calendar.Next(At(9, 0)));
    }

    [Theory]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    public void Instant_of_another_kind_is_told_what_it_must_be(DateTimeKind kind)
    {
        var calendar = new ScheduleCalendar(ScheduleShorthand.Read("UTC", "daily 06:30 from 2026-01-01"));

        Assert.Equal("fromUtc", Assert.Throws<ArgumentException>(() => calendar.Next(new DateTime(2026, 1, 1, 0, 0, 0, kind))).ParamName);
    }

    [Theory]
    [InlineData("12:00", "12:00", 1)]
    [InlineData("12:00", "11:59", 24)]
    [InlineData("12:00", "12:59", 1)]
    [InlineData("12:00", "13:00", 2)]
    public void Window_has_its_first_time_and_every_hour_up_to_its_last(string from, string to, int times)
    {
        var calendar = new ScheduleCalendar(ScheduleShorthand.Read("UTC", $"hourly {from}-{to}/1 from 2026-01-01 to 2026-01-01"));

        var occurrences = new List<DateTime>();
        for (var next = calendar.Next(At(0, 0)); next is { } occurrence; next = calendar.Next(occurrence))
        {
            occurrences.Add(occurrence);
        }

        Assert.Equal(Enumerable.Range(0, times).Select(hour => At(12, 0).AddHours(hour)), occurrences);
    }

    // The calendar of .NET ends in 9999.
    [Fact]
    public void Schedule_without_end_runs_until_the_end_of_9990()
    {
        var calendar = new ScheduleCalendar(ScheduleShorthand.Read("UTC", "daily 06:30 from 2026-01-01"));
        var last = new DateTime(9990, 12, 31, 6, 30, 0, DateTimeKind.Utc);

        Assert.Equal(last, calendar.Next(last.AddDays(-1)));
        Assert.Null(calendar.Next(last));
    }

    [Fact]
    public void Words_are_those_of_the_wire_format() => Assert.Equal(
        ["hourly", "daily", "weekly", "monthly_specific_day", "monthly_relative_weekday"], Enum.GetValues<ScheduleType>()
            .Select(ScheduleWords.Of));

    private const string Hourly =
        "'name':'n','type':'hourly','timezone':'UTC','fromTime':'08:00','toTime':'20:00','startDate':'2026-03-01'";

    private static string Daily(string time = "06:30", string start = "2026-03-01") =>
        $"'name':'n','type':'daily','timezone':'UTC','time':'{time}','startDate':'{start}'";

    private static DateTime At(int hour, int minute) => new(2026, 1, 1, hour, minute, 0, DateTimeKind.Utc);

    private static List<string> Paths(string fields) =>
        [.. Read(fields).Problems.Select(problem => problem.Path.Replace("schedule.", "", StringComparison.Ordinal))];

    private static List<string> Messages(string fields) => [.. Read(fields).Problems.Select(problem => problem.Message)];

    private static Parsed<ScheduleInput> Read(string fields) =>
        ScheduleInputReader.Read(Encoding.UTF8.GetBytes($"{{'integrationId':'{Owner}','schedule':{{{fields}}}}}".Replace('\'', '"')),
            Owner);
}
