using System.Globalization;
using FlowFunctions.Core.Documents;
using NodaTime;

namespace FlowFunctions.Core.Schedules;

/// <summary>Reads the schedule that a client sets for a flow or an integration: <c>{"integrationId": id, "schedule": {…}}</c>.</summary>
public static class ScheduleInputReader
{
    private const int DaysInWeek = 7;

    private static readonly FieldNames RequestFields = new("integrationId", "schedule");

    private static readonly FieldNames Fields = new(
        "name", "type", "timezone", "time", "fromTime", "toTime", "repeatEvery", "daysOfWeek", "startDate", "endDate");

    /// <summary>Never throws, whatever the bytes are; takes time in proportion to their number.</summary>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    /// <param name="ownerId">The flow or integration that the request's path names; the document must name the same.</param>
    public static Parsed<ScheduleInput> Read(ReadOnlyMemory<byte> utf8Json, string ownerId) =>
        DocumentReader.Read(utf8Json, root => ReadRequest(root, ownerId));

    private static ScheduleInput? ReadRequest(DocumentValue root, string ownerId)
    {
        if (root.AsObject(RequestFields) is not { } request)
        {
            return null;
        }

        var id = request.Required("integrationId");
        if (id?.AsResourceId() is { } named && named != ownerId)
        {
            id.Refuse($"Must be the id in the path, '{ownerId}', but is '{named}'.");
        }

        return request.Required("schedule") is { } schedule && schedule.AsObject(Fields) is { } fields ? ReadSchedule(fields) : null;
    }

    private static ScheduleInput? ReadSchedule(DocumentObject schedule)
    {
        var name = schedule.Required("name")?.AsName(ScheduleInput.MaximumNameLength);
        var type = schedule.Required("type")?.AsOneOf(ScheduleWords.Types);
        var timezone = schedule.Required("timezone") is { } zone ? ReadTimezone(zone) : null;
        var start = schedule.Required("startDate") is { } first ? ReadDate(first) : null;
        var end = ReadEnd(schedule.Optional("endDate"), start);
        var isHourly = type == ScheduleType.Hourly;
        var input = new ScheduleInput
        {
            Name = name ?? "",
            Type = type ?? default,
            Timezone = timezone ?? "",
            Time = ReadTimeOf(schedule, "time", type, type is not ScheduleType.Hourly),
            FromTime = ReadTimeOf(schedule, "fromTime", type, isHourly),
            ToTime = ReadTimeOf(schedule, "toTime", type, isHourly),
            RepeatEvery = ReadRepeatEvery(schedule.Optional("repeatEvery"), type),
            DaysOfWeek = ReadDays(schedule, type, start),
            StartDate = start ?? default,
            EndDate = end,
        };
        return name is null || type is null || timezone is null || start is null ? null : input;
    }

    private static string? ReadTimezone(DocumentValue value)
    {
        if (value.AsString() is not { } id)
        {
            return null;
        }

        var known = DateTimeZoneProviders.Tzdb.Ids;
        if (known.Contains(id))
        {
            return id;
        }

        var hint = NearestName.Of(id, known) is { } near ? $"; did you mean '{near}'?" : ".";
        value.Refuse($"Must be a time zone of the IANA database like 'Europe/Paris', but is {Quoted.Of(id)}{hint}");
        return null;
    }

    /// <summary>A time that its type needs, or must not have.</summary>
    private static TimeOnly? ReadTimeOf(DocumentObject schedule, string field, ScheduleType? type, bool isNeeded)
    {
        if (type is null)
        {
            return schedule.Optional(field) is { } any ? ReadTime(any) : null;
        }

        if (isNeeded)
        {
            return schedule.Required(field) is { } needed ? ReadTime(needed) : null;
        }

        schedule.Optional(field)?.Refuse(type == ScheduleType.Hourly
            ? $"An hourly schedule has 'fromTime' and 'toTime' instead of '{field}'; leave it out."
            : $"Only an hourly schedule has '{field}'; leave it out.");
        return null;
    }

    private static TimeOnly? ReadTime(DocumentValue value)
    {
        if (value.AsString() is not { } text)
        {
            return null;
        }

        if (TimeOnly.TryParseExact(text, ScheduleWords.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        value.Refuse($"Must be a time like '06:30', from 00:00 to 23:59, but is {Quoted.Of(text)}.");
        return null;
    }

    private static int? ReadRepeatEvery(DocumentValue? value, ScheduleType? type)
    {
        if (type is not (null or ScheduleType.Hourly))
        {
            value?.Refuse("Only an hourly schedule has 'repeatEvery'; leave it out.");
            return null;
        }

        if (value is null)
        {
            return type is null ? null : 1;
        }

        if (value.AsInteger() is not { } hours)
        {
            return null;
        }

        if (hours is >= 1 and <= ScheduleInput.MaximumRepeatEvery)
        {
            return (int)hours;
        }

        value.Refuse($"Must be from 1 to {ScheduleInput.MaximumRepeatEvery} hours, but is {hours}.");
        return null;
    }

    private static List<int> ReadDays(DocumentObject schedule, ScheduleType? type, DateOnly? start)
    {
        var value = type == ScheduleType.Weekly ? schedule.Required("daysOfWeek") : schedule.Optional("daysOfWeek");
        if (value?.AsArray() is not { } items)
        {
            return [];
        }

        if (items.Count == 0 && type == ScheduleType.Weekly)
        {
            value.Refuse("A weekly schedule needs at least one day, from 0 for Sunday to 6 for Saturday.");
        }

        var days = new List<int>();
        foreach (var item in items)
        {
            ReadDay(item, days);
        }

        if (type == ScheduleType.MonthlyRelativeWeekday && start is { } first && days.Count > 0 && !days.Contains((int)first.DayOfWeek))
        {
            value.Refuse($"The schedule runs on the weekday of 'startDate', a {first.DayOfWeek}; give [{(int)first.DayOfWeek}], or another 'startDate'.");
        }

        days.Sort();
        return days;
    }

    private static void ReadDay(DocumentValue item, List<int> days)
    {
        if (item.AsInteger() is not { } day)
        {
            return;
        }

        if (day is < 0 or >= DaysInWeek)
        {
            item.Refuse($"Must be a day from 0 for Sunday to 6 for Saturday, but is {day}.");
        }
        else if (days.Contains((int)day))
        {
            item.Refuse($"Day {day} is given more than once.");
        }
        else
        {
            days.Add((int)day);
        }
    }

    private static DateOnly? ReadEnd(DocumentValue? value, DateOnly? start)
    {
        if (value is null || ReadDate(value) is not { } end)
        {
            return null;
        }

        if (end < start)
        {
            value.Refuse($"Must not be before 'startDate', {start.Value.ToString(ScheduleWords.DateFormat, CultureInfo.InvariantCulture)}.");
        }

        return end;
    }

    private static DateOnly? ReadDate(DocumentValue value)
    {
        if (value.AsString() is not { } text)
        {
            return null;
        }

        if (!DateOnly.TryParseExact(text, ScheduleWords.DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            value.Refuse($"Must be a date of the calendar like '2026-03-29', but is {Quoted.Of(text)}.");
            return null;
        }

        if (date >= ScheduleInput.EarliestDate && date <= ScheduleInput.LatestDate)
        {
            return date;
        }

        value.Refuse($"Must be from {ScheduleInput.EarliestDate:yyyy-MM-dd} to {ScheduleInput.LatestDate:yyyy-MM-dd}, but is {Quoted.Of(text)}.");
        return null;
    }
}
