using System.Globalization;

namespace FlowFunctions.Core.Runs;

/// <summary>A duration as a person would say it: "1 hour 30 minutes".</summary>
public static class DurationWords
{
    /// <summary>Days to milliseconds, those that are not zero; what is under a millisecond is dropped.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is negative.</exception>
    public static string Of(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        var words = new (int Number, string Unit)[]
            {
                (duration.Days, "day"),
                (duration.Hours, "hour"),
                (duration.Minutes, "minute"),
                (duration.Seconds, "second"),
                (duration.Milliseconds, "millisecond"),
            }
            .Where(part => part.Number > 0)
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Number} {part.Unit}{(part.Number == 1 ? "" : "s")}"));
        return string.Join(' ', words.DefaultIfEmpty("0 seconds"));
    }
}
