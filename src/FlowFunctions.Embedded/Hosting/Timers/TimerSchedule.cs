using System.Globalization;
using Cronos;

namespace FlowFunctions.Embedded.Hosting.Timers;

/// <summary>When a timer function runs: a cron expression in UTC, or an interval from one call to the next.</summary>
internal sealed class TimerSchedule
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(24);

    private readonly CronExpression? _cron;
    private readonly TimeSpan _interval;

    private TimerSchedule(CronExpression? cron, TimeSpan interval)
    {
        _cron = cron;
        _interval = interval;
    }

    /// <summary>Six fields with seconds, five without, or a TimeSpan up to 24 hours; null where it is none of them.</summary>
    public static TimerSchedule? TryParse(string expression)
    {
        var fields = expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        if (fields is 5 or 6)
        {
            return CronExpression.TryParse(expression, fields == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard, out var cron)
                ? new TimerSchedule(cron, TimeSpan.Zero)
                : null;
        }

        return TimeSpan.TryParse(expression, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero && interval <= LongestInterval
            ? new TimerSchedule(cron: null, interval)
            : null;
    }

    /// <summary>The first occurrence after an instant; null where there is none any more.</summary>
    /// <param name="fromUtc">The instant, in UTC.</param>
    public DateTime? Next(DateTime fromUtc) => _cron is null ? fromUtc + _interval : _cron.GetNextOccurrence(fromUtc);

    /// <summary>Whether it repeats in under a minute. The Functions host does not monitor such schedules, whatever UseMonitor says.</summary>
    public bool IsFrequent(DateTime nowUtc) =>
        Next(nowUtc) is { } first && Next(first) is { } second && second <= nowUtc.AddMinutes(1);
}
