using Azure;
using FlowFunctions.Definitions;
using FlowFunctions.Schedules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Schedules;

/// <summary>How schedules stand in storage and in answers.</summary>
public class ScheduleRowsTests
{
    private const string Owner = "019ab000000070008000000000000061";
    private const string Run = "019ab0000000700080000000000000aa";

    private static readonly DateTime Due = new(2026, 3, 28, 12, 0, 59, DateTimeKind.Utc);

    private static readonly ScheduleDocument Schedule = new()
    {
        OwnerId = Owner,
        OwnerKind = RunKind.Flow,
        Input = ScheduleScope.Daily("06:30"),
        SetBy = "sue",
        Version = "1",
        NextAt = Due,
    };

    private static readonly MissedRuns Missed = new(
        Run, Owner, RunKind.Flow, 2, Due.AddHours(-2), Due.AddHours(-1), Due, TimeSpan.FromHours(1), "sue");

    [Fact]
    public void Rows_are_in_one_partition_with_keys_that_say_what_they_are()
    {
        var started = new PendingRun { Run = new(Run, Owner, RunKind.Flow, Due, "sue"), Missed = Missed with { RunId = "other" } };

        Assert.Equal(
            [$"schedule-{Owner}", $"due-20260328120059-{Owner}", $"run-{Run}", $"run-{Run}"],
            new[]
            {
                ScheduleRows.OfSchedule(Schedule), ScheduleRows.OfDue(Owner, Due), ScheduleRows.OfPending(started),
                ScheduleRows.OfPending(new() { Missed = Missed }),
            }.Select(row => row.PartitionKey == "schedules" ? row.RowKey : row.PartitionKey));
    }

    [Fact]
    public void Rows_are_read_as_they_were_written()
    {
        var row = ScheduleRows.OfSchedule(Schedule);
        row.ETag = new ETag("v");
        var read = ScheduleRows.ToSchedule(row);
        Assert.Equal((Owner, RunKind.Flow, "sue", "1", Due, true, new ETag("v")),
            (read.OwnerId, read.OwnerKind, read.SetBy, read.Version, read.NextAt, read.IsEnabled, read.ETag));

        Assert.Equal(Owner, ScheduleRows.OwnerOf(ScheduleRows.OfDue(Owner, Due)));
        Assert.Equal(
            new() { Missed = Missed, Key = $"run-{Run}" }, ScheduleRows.ToPending(ScheduleRows.OfPending(new() { Missed = Missed })));
    }

    [Fact]
    public void Ranges_of_rows_are_those_of_their_kind()
    {
        const string All = "PartitionKey eq 'schedules' and RowKey";

        Assert.Equal($"{All} ge 'run-' and RowKey lt 'run.'", ScheduleRows.AllPending);
        Assert.Equal($"{All} ge 'schedule-a' and RowKey le 'schedule-b'", ScheduleRows.Between("a", "b"));
        Assert.Equal($"{All} ge 'due-' and RowKey lt 'due-20260328120100'", ScheduleRows.DueUntil(Due));
    }

    [Fact]
    public void Next_occurrence_is_answered_in_utc_and_none_where_there_is_none()
    {
        Assert.Equal(new DateTimeOffset(2026, 3, 28, 12, 0, 59, TimeSpan.Zero), Schedule.NextDate);
        Assert.Null((Schedule with { NextAt = null }).NextDate);
    }

    [Fact]
    public void Daily_schedule_is_answered_with_its_own_fields_alone()
    {
        Assert.Null(ScheduleResource.Of(null));
        Assert.Equal(
            new("Nightly", "daily", "UTC", "06:30", null, null, null, [], "2026-01-01", null, "Every day at 06:30", "enabled"),
            ScheduleResource.Of(Schedule)! with { DaysOfWeek = [] });
        Assert.Empty(ScheduleResource.Of(Schedule)!.DaysOfWeek);
    }

    [Fact]
    public void Hourly_schedule_is_answered_with_its_window()
    {
        var input = ScheduleScope.Hourly() with { DaysOfWeek = [1, 5], EndDate = new(2026, 12, 31) };

        var resource = ScheduleResource.Of(Schedule with { Input = input, IsEnabled = false })!;

        Assert.Equal([1, 5], resource.DaysOfWeek);
        Assert.Equal(
            new("By the hour", "hourly", "UTC", null, "00:00", "23:00", 1, [], "2026-01-01", "2026-12-31", "Every Monday and Friday every hour from 00:00 to 23:00, until 2026-12-31", "disabled"),
            resource with { DaysOfWeek = [] });
    }

    [Fact]
    public void Fault_of_the_catch_up_window_says_what_it_may_be() => Assert.Equal(
        ["Schedules:CatchUpWindow is 00:01:00; set it between 00:02:00 and 7.00:00:00."],
        new SchedulesOptions { CatchUpWindow = TimeSpan.FromMinutes(1) }.Faults());

    [Fact]
    public void Each_part_is_there_once_for_all()
    {
        var services = new ServiceCollection().AddSchedules();

        Assert.All(
            [typeof(ScheduleStore), typeof(ScheduleEditor), typeof(OccurrenceCalendar), typeof(SkippedRuns), typeof(ScheduleDispatcher), typeof(ScheduledRunStarter)],
            part => Assert.Equal(ServiceLifetime.Singleton, services.Single(service => service.ServiceType == part).Lifetime));
        Assert.Contains(services, service => service.ServiceType == typeof(IValidateOptions<SchedulesOptions>));
        Assert.Contains(services, service => (service.ServiceType, service.ImplementationType) == (typeof(IRepair), typeof(LostSchedules)));
    }
}
