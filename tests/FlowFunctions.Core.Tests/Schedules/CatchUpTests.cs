using CsCheck;
using FlowFunctions.Core.Schedules;

namespace FlowFunctions.Core.Tests.Schedules;

public class CatchUpTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly ScheduleCalendar Hourly = new(ScheduleShorthand.Read("UTC", "hourly 00:00-23:00/1 from 2026-01-01"));

    [Fact]
    public void Occurrence_that_is_on_time_runs_and_nothing_is_missed() =>
        Assert.Equal(new CatchUp(At(9), 0, null, null, At(10)), CatchUp.Of(Hourly, At(9), At(9), Hour));

    [Fact]
    public void Occurrence_as_old_as_the_window_still_runs_unless_a_later_one_does() =>
        Assert.Equal(new CatchUp(At(10), 0, null, null, At(11)), CatchUp.Of(Hourly, At(9), At(10), Hour));

    [Fact]
    public void Occurrences_older_than_the_window_are_missed() =>
        Assert.Equal(new CatchUp(At(12), 3, At(9), At(11), At(13)), CatchUp.Of(Hourly, At(9), At(12).AddMinutes(30), Hour));

    [Fact]
    public void Nothing_runs_where_all_are_too_old()
    {
        var daily = new ScheduleCalendar(ScheduleShorthand.Read("UTC", "daily 09:00 from 2026-01-01"));

        Assert.Equal(new CatchUp(null, 1, At(9), At(9), At(9).AddDays(1)), CatchUp.Of(daily, At(9), At(12), Hour));
    }

    [Fact]
    public void Nothing_comes_after_the_last_day()
    {
        var ending = new ScheduleCalendar(ScheduleShorthand.Read("UTC", "daily 09:00 from 2026-01-01 to 2026-06-01"));

        Assert.Null(CatchUp.Of(ending, At(9), At(9), Hour).Next);
    }

    // Each occurrence is either run, or missed, or no older than the window and made up for by the one that runs, or still to come.
    [Fact]
    public void Every_occurrence_is_accounted_for() => Gen.Select(Gen.Int[0, 60 * 24 * 20], Gen.Int[1, 60 * 24]).Sample((late, window) =>
    {
        var now = At(9).AddMinutes(late);
        var due = CatchUp.Of(Hourly, At(9), now, TimeSpan.FromMinutes(window));

        var occurrences = Enumerable.Range(0, (late / 60) + 1).Select(hour => At(9).AddHours(hour)).ToList();
        var recent = occurrences.Where(occurrence => now - occurrence <= TimeSpan.FromMinutes(window)).ToList();
        Assert.Equal(occurrences.Count - recent.Count, due.MissedCount);
        Assert.Equal(recent.Count == 0 ? null : recent[^1], due.Run);
        Assert.Equal(occurrences[^1].AddHours(1), due.Next);
        Assert.True(due.LastMissed is null || due.Run is null || due.LastMissed < due.Run);
    });

    private static DateTime At(int hour) => new(2026, 6, 1, hour, 0, 0, DateTimeKind.Utc);
}
