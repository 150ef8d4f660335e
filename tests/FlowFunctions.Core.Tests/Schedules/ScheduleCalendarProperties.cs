using CsCheck;
using FlowFunctions.Core.Schedules;
using NodaTime;
using NodaTime.Extensions;

namespace FlowFunctions.Core.Tests.Schedules;

public class ScheduleCalendarProperties
{
    private const int Days = 40;

    private static readonly string[] Zones =
    [
        "UTC", "Europe/London", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia",
        "Africa/Casablanca", "America/Sao_Paulo", "Pacific/Auckland", "Pacific/Chatham", "America/Nuuk", "Asia/Beirut", "Antarctica/Troll",
        "America/Havana", "Africa/Cairo", "Asia/Gaza", "Europe/Dublin", "Pacific/Kiritimati",
    ];

    // A window of 40 days, half of the time around a change of the zone's clocks.
    private static readonly Gen<(string Zone, Instant From)> Windows =
        Gen.Select(OneOf.Values(Zones), Gen.Int[2008, 2032], Gen.Int[0, 365 * 24 * 60], Gen.Bool, (zone, year, minute, isAtChange) =>
        {
            var instant = Instant.FromUtc(year, 1, 1, 0, 0) + Duration.FromMinutes(minute);
            var interval = DateTimeZoneProviders.Tzdb[zone].GetZoneInterval(instant);
            return (zone, isAtChange && interval.HasEnd ? interval.End - Duration.FromMinutes(minute % (30 * 24 * 60)) : instant);
        });

    private static readonly Gen<TimeOnly> Times = Gen.OneOf(
        Gen.Int[0, 1439].Select(minute => new TimeOnly(minute / 60, minute % 60)),
        Gen.Int[0, 12].Select(quarter => new TimeOnly(quarter / 4, quarter % 4 * 15)));

    private static readonly Gen<IReadOnlyList<int>> DaysOfWeek =
        Gen.Int[0, 127].Select(IReadOnlyList<int> (bits) => [.. Enumerable.Range(0, 7).Where(day => (bits & (1 << day)) != 0)]);

    private static readonly Gen<(ScheduleInput Schedule, Instant From)> Schedules =
        Gen.Select(
            Windows,
            Gen.Enum<ScheduleType>(),
            Gen.Select(Times, Times, Gen.Int[1, ScheduleInput.MaximumRepeatEvery]),
            DaysOfWeek,
            Gen.Select(Gen.Int[-800, 20], Gen.Int[-1, 30]),
            (window, type, times, days, dates) =>
            {
                var isHourly = type == ScheduleType.Hourly;
                var day = window.From.InUtc().Date;
                var start = day.PlusDays(dates.Item1);
                return (
                    new ScheduleInput
                    {
                        Name = "any",
                        Type = type,
                        Timezone = window.Zone,
                        Time = isHourly ? null : times.Item1,
                        FromTime = isHourly ? times.Item1 : null,
                        ToTime = isHourly ? times.Item2 : null,
                        RepeatEvery = isHourly ? times.Item3 : null,
                        DaysOfWeek = type == ScheduleType.Weekly && days.Count == 0 ? [3] : days,
                        StartDate = start.ToDateOnly(),
                        EndDate = dates.Item2 < 0 ? null : LocalDate.Max(start, day.PlusDays(dates.Item2)).ToDateOnly(),
                    },
                    window.From);
            });

    [Fact]
    public void Occurrences_are_those_of_the_clock_watched_minute_by_minute() => Schedules.Sample(
        sample =>
        {
            var to = sample.From + Duration.FromDays(Days);
            var expected = new ScheduleOracle(sample.Schedule).Between(sample.From, to).ToList();
            Assert.Equal(expected, Occurrences(sample.Schedule, sample.From, to));
        },
        iter: 200);

    [Fact]
    public void Next_is_the_same_from_every_instant_before_it() => Schedules.SelectMany(sample => Gen.Double[0, 1], (sample, fraction) => (sample, fraction)).Sample(
        pair =>
        {
            var calendar = new ScheduleCalendar(pair.sample.Schedule);
            var from = pair.sample.From.ToDateTimeUtc();
            if (calendar.Next(from) is { } next)
            {
                Assert.True(next > from);
                Assert.Equal(next, calendar.Next(from + ((next - from - TimeSpan.FromTicks(1)) * pair.fraction)));
            }
        },
        iter: 5_000);

    private static List<DateTime> Occurrences(ScheduleInput schedule, Instant from, Instant to)
    {
        var calendar = new ScheduleCalendar(schedule);
        var occurrences = new List<DateTime>();
        for (var next = calendar.Next(from.ToDateTimeUtc()); next <= to.ToDateTimeUtc(); next = calendar.Next(next.Value))
        {
            Assert.True(occurrences.Count == 0 || next > occurrences[^1], "Occurrences must increase.");
            occurrences.Add(next.Value);
        }

        return occurrences;
    }
}
