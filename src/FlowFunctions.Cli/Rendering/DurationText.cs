using System.Globalization;

namespace FlowFunctions.Cli.Rendering;

/// <summary>Durations in at most seven characters: "0.3 s", "42.1 s", "3:07", "1:02:45".</summary>
internal static class DurationText
{
    public static string Of(TimeSpan duration) => duration.TotalSeconds switch
    {
        < 59.95 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s"),
        < 3599.5 => Rounded(duration).ToString(@"m\:ss", CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)Rounded(duration).TotalHours}:{Rounded(duration):mm\\:ss}"),
    };

    private static TimeSpan Rounded(TimeSpan duration) => TimeSpan.FromSeconds(Math.Round(duration.TotalSeconds));
}
