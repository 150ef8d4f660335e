using System.Globalization;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Scheduling;

/// <summary>A schedule in plain words: "every day at 22:00 Europe/Paris from 2026-12-01".</summary>
internal static class ScheduleText
{
    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] Ordinals = ["first", "second", "third", "fourth", "last"];

    public static string Of(JsonObject schedule)
    {
        var end = schedule.Text("endDate") is { } last ? $" until {last}" : "";
        var state = schedule.Text("status") == "disabled" ? " (disabled)" : "";
        return $"{When(schedule)} {schedule.Text("timezone")} from {schedule.Text("startDate")}{end}{state}";
    }

    private static string When(JsonObject schedule)
    {
        var time = schedule.Text("time");
        var days = DaysOf(schedule);
        DateOnly? start = DateOnly.TryParse(schedule.Text("startDate"), CultureInfo.InvariantCulture, out var date) ? date : null;
        return schedule.Text("type") switch
        {
            "hourly" => $"every {(schedule.Number("repeatEvery") is > 1 and var hours ? $"{hours} hours" : "hour")} from {schedule.Text("fromTime")} to {schedule.Text("toTime")}{(days.Length == 0 ? "" : $" on {days}")}",
            "daily" => $"every {(days.Length == 0 ? "day" : days)} at {time}",
            "weekly" => $"every {days} at {time}",
            "monthly_specific_day" => $"every month on day {start?.Day} at {time}",
            "monthly_relative_weekday" => $"every month on the {Ordinals[Math.Min(((start?.Day ?? 1) - 1) / 7, 4)]} {start?.DayOfWeek} at {time}",
            var other => $"{other} at {time}",
        };
    }

    private static string DaysOf(JsonObject schedule)
    {
        var days = (schedule["daysOfWeek"] as JsonArray ?? []).Select(day => day!.GetValue<int>()).Where(day => day is >= 0 and < 7).Select(day => Days[day]).ToList();
        return days.Count is 0 or 7 ? "" : string.Join(", ", days);
    }
}
