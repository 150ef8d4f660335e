using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Verbs;

namespace FlowFunctions.Cli.Scheduling;

/// <summary><c>flows schedule set</c>: makes a schedule, or replaces the one that is there. What the words mean is the server's to judge.</summary>
internal static class ScheduleSetVerb
{
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static Verb Create(Surroundings surroundings)
    {
        var name = NameArgument.Runnable();
        var hourly = Numbers.Option("--hourly", "Every so many hours, 1 to 24, from --from to --to.", 1, 24);
        var daily = Time("--daily", "Once a day, at this time; with --days only on these.");
        var weekly = Time("--weekly", "At this time on the --days.");
        var monthly = Time("--monthly", "Once a month at this time, on the start's day of the month.");
        var monthlyWeekday = Time("--monthly-weekday", "Once a month at this time, on the start's weekday and its place in the month, as the second Tuesday.");
        var zone = new Option<string>("--zone") { Description = "Time zone of all of these, by its IANA id: Europe/Paris.", HelpName = "ZONE", Required = true };
        var from = Time("--from", "With --hourly: start of the window (default 00:00).");
        var to = Time("--to", "With --hourly: end of the window (default 23:59).");
        var days = new Option<string?>("--days") { Description = "Which days: mon,wed,fri.", HelpName = "DAYS" };
        days.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string?>() is { } list && list.Split(',').FirstOrDefault(day => !Days.Contains(day, StringComparer.OrdinalIgnoreCase)) is { } wrong)
                given.AddError($"--days are {string.Join(",", Days)} with commas between, not '{wrong}'.");
        });
        var (start, end) = (Date("--start", "The first day (default today in the zone)."), Date("--end", "The last day (default none)."));
        var yes = RunVerb.YesOption();
        var verb = new Verb("set", "Schedule a flow or an integration, or schedule it anew.")
        {
            Examples =
            [
                ("flows schedule set 'Nightly load' --daily 22:00 --zone Europe/Paris", "every night"),
                ("flows schedule set 'Nightly load' --weekly 06:30 --days mon,fri --zone UTC", "twice a week"),
                ("flows schedule set 'Load sales' --hourly 2 --from 08:00 --to 18:00 --zone Europe/Paris", "every two hours by day"),
            ],
        };
        verb.Add(name);
        Option[] kinds = [hourly, daily, weekly, monthly, monthlyWeekday];
        foreach (var option in (Option[])[.. kinds, zone, days, from, to, start, end, yes])
            verb.Add(option);
        verb.Validators.Add(given =>
        {
            if (kinds.Count(option => given.GetResult(option) is not null) != 1)
                given.AddError("A schedule is one of --hourly, --daily, --weekly, --monthly and --monthly-weekday.");
        });
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            var what = await new Finder(session.Client).RunnableAsync(arguments.GetValue(name)!, cancellationToken);
            var (type, time) = arguments.GetValue(daily) is { } d ? ("daily", d)
                : arguments.GetValue(weekly) is { } w ? ("weekly", w)
                : arguments.GetValue(monthly) is { } m ? ("monthly_specific_day", m)
                : arguments.GetValue(monthlyWeekday) is { } r ? ("monthly_relative_weekday", r)
                : ("hourly", (string?)null);
            var existing = await ScheduleVerb.FindAsync(session, what, cancellationToken);
            var schedule = new JsonObject
            {
                ["name"] = existing?["name"]?.GetValue<string>() ?? what.Name,
                ["type"] = type,
                ["timezone"] = arguments.GetValue(zone),
                ["startDate"] = arguments.GetValue(start) ?? Today(session.Time, arguments.GetValue(zone)!),
            };
            if (time is not null)
                schedule["time"] = time;
            if (arguments.GetValue(hourly) is { } hours)
                (schedule["repeatEvery"], schedule["fromTime"], schedule["toTime"]) = (hours, arguments.GetValue(from) ?? "00:00", arguments.GetValue(to) ?? "23:59");
            if (arguments.GetValue(end) is { } last)
                schedule["endDate"] = last;
            if (arguments.GetValue(days) is { } list)
                schedule["daysOfWeek"] = new JsonArray([.. list.Split(',').Select(day => (JsonNode)Array.FindIndex(Days, known => string.Equals(known, day, StringComparison.OrdinalIgnoreCase)))]);
            if (!await session.MayChangeAsync($"Schedule {what.Text}: {ScheduleText.Of(schedule)}", arguments.GetValue(yes), cancellationToken))
                return ExitCode.Misuse;
            var body = new JsonObject { ["integrationId"] = what.Id, ["schedule"] = schedule };
            await session.Client.CallAsync(existing is null ? HttpMethod.Post : HttpMethod.Put, ScheduleVerb.PathOf(what), body, cancellationToken);
            await ScheduleVerb.WriteAsync(session, what, cancellationToken);
            return ExitCode.Success;
        });
    }

    /// <summary>The day that it is in the zone; in UTC where this machine does not know the zone, which the server then judges.</summary>
    private static string Today(TimeProvider time, string zone)
    {
        var now = time.GetUtcNow();
        var local = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) ? TimeZoneInfo.ConvertTime(now, known) : now;
        return local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static Option<string?> Time(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "HH:mm" };
        option.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string?>() is { } text && !TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                given.AddError($"{name} is a time of day such as 22:00, not '{text}'.");
        });
        return option;
    }

    private static Option<string?> Date(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "YYYY-MM-DD" };
        option.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string?>() is { } text && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                given.AddError($"{name} is a day such as 2026-12-01, not '{text}'.");
        });
        return option;
    }
}
