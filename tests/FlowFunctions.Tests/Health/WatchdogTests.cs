using FlowFunctions.Definitions;
using FlowFunctions.Health;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;
using FlowFunctions.Tests.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace FlowFunctions.Tests.Health;

public sealed class WatchdogTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 9, 30, 30, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly RepairCounts _counts = new(TelemetryParts.MeterFactory());

    [Fact]
    public async Task What_is_repaired_is_counted_by_its_subject()
    {
        var runs = Repair("runs", 5, 2, 0, 1);
        var schedules = Repair("schedules", 5, 0, 0, 0);

        await TurnAsync(3, runs, schedules);

        Assert.Equal([KeyValuePair.Create("runs", 3L)], _counts.Totals);
    }

    [Fact]
    public async Task Each_looks_when_its_interval_is_over()
    {
        var often = Repair("runs", 5, [.. Enumerable.Repeat(0, 25)]);
        var hourly = Repair("schedules", 60, [.. Enumerable.Repeat(0, 25)]);

        await TurnAsync(25, often, hourly);

        Assert.Equal((25, 3), (often.Invocations.Count(IsLook), hourly.Invocations.Count(IsLook)));
    }

    [Fact]
    public async Task One_that_fails_holds_up_no_other_and_looks_again_the_next_time()
    {
        var failing = Repair("schedules", 60);
        failing.Setup(repair => repair.RepairAsync(It.IsAny<DurableTaskClient>(), It.IsAny<CancellationToken>())).ThrowsAsync(new TimeoutException("test"));
        var runs = Repair("runs", 5, 1, 1);

        await TurnAsync(2, failing, runs);

        Assert.Equal([KeyValuePair.Create("runs", 2L)], _counts.Totals);
        Assert.Equal(2, failing.Invocations.Count(IsLook));
    }

    [Fact]
    public async Task One_that_hangs_holds_up_no_other_and_looks_again_the_next_time()
    {
        var hanging = Repair("schedules", 5);
        hanging.Setup(repair => repair.RepairAsync(It.IsAny<DurableTaskClient>(), It.IsAny<CancellationToken>()))
            .Returns(async (DurableTaskClient _, CancellationToken token) =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return 0;
            });
        var hourly = Repair("notifications", 60, 1);
        var watchdog = WatchdogOf(hanging, hourly);

        for (var turn = 1; turn <= 2; turn++)
        {
            var looking = watchdog.RunAsync(new TimerInfo(), new FakeOrchestrations().Client, CancellationToken.None);
            _time.Advance(Watchdog.Patience);
            await looking.WaitAsync(Wait.Patience, TestContext.Current.CancellationToken);

            Assert.Equal((turn, 1), (hanging.Invocations.Count(IsLook), hourly.Invocations.Count(IsLook)));
        }

        Assert.Equal([KeyValuePair.Create("notifications", 1L)], _counts.Totals);
    }

    [Fact]
    public async Task One_that_hangs_turn_after_turn_comes_last_and_looks_more_and_more_seldom_until_it_comes_to_an_end()
    {
        var looks = new List<string>();
        var isHanging = true;
        var hanging = Repair("runs", 5);
        hanging.Setup(repair => repair.RepairAsync(It.IsAny<DurableTaskClient>(), It.IsAny<CancellationToken>()))
            .Returns(async (DurableTaskClient _, CancellationToken token) =>
            {
                looks.Add($"runs {Minutes()}");
                await Task.Delay(isHanging ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, token);
                return 0;
            });
        var other = Repair("schedules", 5);
        other.Setup(repair => repair.RepairAsync(It.IsAny<DurableTaskClient>(), It.IsAny<CancellationToken>())).Callback(() => looks.Add($"schedules {Minutes()}")).ReturnsAsync(0);
        var log = new FakeLogger<Watchdog>();
        var watchdog = WatchdogOf(log, hanging, other);

        for (var minute = 0; minute <= 60; minute += 5)
        {
            _time.SetUtcNow(Start.AddMinutes(minute));
            await LookAsync();
        }

        Assert.Equal(["runs 0", "runs 5", "runs 15", "runs 35"], looks.Where(look => look.StartsWith("runs", StringComparison.Ordinal)));
        Assert.Equal(["schedules 15", "runs 15"], looks.Where(look => look.EndsWith(" 15", StringComparison.Ordinal)));
        Assert.All(log.Collector.GetSnapshot(), line => Assert.Equal((1907, LogLevel.Error), (line.Id.Id, line.Level)));
        Assert.EndsWith("within 00:04:00, 4 times in a row; it tries again after 2026-11-28 10:45:30Z, behind all else.", log.LatestRecord.Message, StringComparison.Ordinal);

        // 40 minutes after the fourth, and then an hour, at the most.
        looks.Clear();
        for (var minute = 65; minute <= 140; minute += 5)
        {
            isHanging = minute < 135;
            _time.SetUtcNow(Start.AddMinutes(minute));
            await LookAsync();
        }

        Assert.Equal(["runs 75", "runs 135", "runs 140"], looks.Where(look => look.StartsWith("runs", StringComparison.Ordinal)));
        Assert.Equal(["runs 140", "schedules 140"], looks.TakeLast(2));

        string Minutes() => $"{(_time.GetUtcNow() - Start).TotalMinutes:0}";

        async Task LookAsync()
        {
            var turn = watchdog.RunAsync(new TimerInfo(), new FakeOrchestrations().Client, CancellationToken.None);
            _time.Advance(Watchdog.Patience);
            await turn.WaitAsync(Wait.Patience, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Those_that_look_most_often_come_first()
    {
        var looks = new List<string>();
        Mock<IRepair>[] repairs = [Repair("uploads", 1440, 0), Repair("schedules", 60, 0), Repair("runs", 5, 0)];
        foreach (var repair in repairs)
        {
            repair.Setup(one => one.RepairAsync(It.IsAny<DurableTaskClient>(), It.IsAny<CancellationToken>())).Callback(() => looks.Add(repair.Object.Subject)).ReturnsAsync(0);
        }

        await TurnAsync(1, repairs);

        Assert.Equal(["runs", "schedules", "uploads"], looks);
    }

    [Fact]
    public async Task Look_that_takes_its_time_leaves_out_no_turn()
    {
        var slow = Repair("runs", 5);
        slow.Setup(repair => repair.RepairAsync(It.IsAny<DurableTaskClient>(), It.IsAny<CancellationToken>())).Callback(() => _time.Advance(TimeSpan.FromMinutes(3))).ReturnsAsync(0);

        await TurnAsync(3, slow);

        Assert.Equal(3, slow.Invocations.Count(IsLook));
    }

    /// <summary>What waited through downtime, such as the order of a scheduled run, comes first.</summary>
    [Fact]
    public async Task Turn_that_makes_up_for_downtime_is_left_out()
    {
        var runs = Repair("runs", 5, 1);
        var watchdog = WatchdogOf(runs);

        await watchdog.RunAsync(new TimerInfo { IsPastDue = true }, new FakeOrchestrations().Client, CancellationToken.None);
        Assert.DoesNotContain(runs.Invocations, IsLook);
        await watchdog.RunAsync(new TimerInfo(), new FakeOrchestrations().Client, CancellationToken.None);
        Assert.Contains(runs.Invocations, IsLook);
    }

    /// <summary>An instance that is started for each turn, and is ready a moment after its time, is past due each time.</summary>
    [Theory]
    [InlineData(5, true)]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public async Task Turn_that_is_late_and_follows_the_one_before_is_made(int minutesSinceLast, bool isMade)
    {
        var runs = Repair("runs", 5, 1);
        var last = _time.GetUtcNow().LocalDateTime.AddMinutes(-minutesSinceLast);

        await WatchdogOf(runs).RunAsync(new TimerInfo { IsPastDue = true, ScheduleStatus = new() { Last = last } }, new FakeOrchestrations().Client, CancellationToken.None);

        Assert.Equal(isMade, runs.Invocations.Any(IsLook));
    }

    [Fact]
    public async Task Host_that_stops_ends_the_turn()
    {
        var failing = Repair("runs", 5);
        using var stop = new CancellationTokenSource();
        failing.Setup(repair => repair.RepairAsync(It.IsAny<DurableTaskClient>(), It.IsAny<CancellationToken>())).Returns(() =>
        {
            stop.Cancel();
            return Task.FromCanceled<int>(stop.Token);
        });
        var next = Repair("schedules", 5, 0);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WatchdogOf(failing, next).RunAsync(new TimerInfo(), new FakeOrchestrations().Client, stop.Token));

        Assert.DoesNotContain(next.Invocations, IsLook);
    }

    private static bool IsLook(IInvocation invocation) => invocation.Method.Name == nameof(IRepair.RepairAsync);

    private static Mock<IRepair> Repair(string subject, int minutes, params int[] repaired)
    {
        var repair = new Mock<IRepair>(MockBehavior.Strict);
        repair.Setup(one => one.Subject).Returns(subject);
        repair.Setup(one => one.Interval).Returns(TimeSpan.FromMinutes(minutes));
        var next = 0;
        repair.Setup(one => one.RepairAsync(It.IsAny<DurableTaskClient>(), It.IsAny<CancellationToken>())).ReturnsAsync(() => repaired[next++]);
        return repair;
    }

    private Watchdog WatchdogOf(params Mock<IRepair>[] repairs) => WatchdogOf(NullLogger<Watchdog>.Instance, repairs);

    private Watchdog WatchdogOf(ILogger<Watchdog> log, params Mock<IRepair>[] repairs)
    {
        var storage = new StorageReadiness();
        storage.MarkReady();
        return new([.. repairs.Select(repair => repair.Object)], _counts, storage, _time, log);
    }

    /// <summary>Turns of the timer, which fires a little early or late.</summary>
    private async Task TurnAsync(int turns, params Mock<IRepair>[] repairs)
    {
        var watchdog = WatchdogOf(repairs);
        for (var turn = 0; turn < turns; turn++)
        {
            _time.SetUtcNow(Start.AddMinutes(5 * turn).AddSeconds(turn % 3));
            await watchdog.RunAsync(new TimerInfo(), new FakeOrchestrations().Client, CancellationToken.None);
        }
    }
}
