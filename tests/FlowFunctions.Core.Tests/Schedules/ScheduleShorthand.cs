using System.Globalization;
using FlowFunctions.Core.Schedules;

namespace FlowFunctions.Core.Tests.Schedules;

/// <summary>Schedules on one line, such as <c>hourly 22:00-04:00/2 on 0,6 from 2026-03-01 to 2026-12-31</c>.</summary>
internal static class ScheduleShorthand
{
    public static ScheduleInput Read(string timezone, string text)
    {
        var words = text.Split(' ');
        var type = ScheduleWords.Types.ToArray().Single(known => known.Word == words[0]).Meaning;
        var window = words[1].Split('-', '/');
        return new ScheduleInput
        {
            Name = text,
            Type = type,
            Timezone = timezone,
            Time = type == ScheduleType.Hourly ? null : Time(words[1]),
            FromTime = type == ScheduleType.Hourly ? Time(window[0]) : null,
            ToTime = type == ScheduleType.Hourly ? Time(window[1]) : null,
            RepeatEvery = type == ScheduleType.Hourly ? int.Parse(window[2], CultureInfo.InvariantCulture) : null,
            DaysOfWeek = After(words, "on") is { } days ? [.. days.Split(',').Select(day => int.Parse(day, CultureInfo.InvariantCulture))] : [],
            StartDate = DateOnly.ParseExact(After(words, "from")!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            EndDate = After(words, "to") is { } end ? DateOnly.ParseExact(end, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
        };
    }

    private static TimeOnly Time(string text) => TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);

    private static string? After(string[] words, string word) =>
        Array.IndexOf(words, word) is >= 0 and var index ? words[index + 1] : null;
}
