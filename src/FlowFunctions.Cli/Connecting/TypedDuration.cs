using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace FlowFunctions.Cli.Connecting;

/// <summary>Durations as people type them: 90s, 5m, 1h30m, 2d, 500ms; or ISO 8601, PT5M.</summary>
internal static partial class TypedDuration
{
    /// <summary>Null where it is none, is not above zero, or is longer than 30 days.</summary>
    public static TimeSpan? Parse(string text)
    {
        var duration = text.StartsWith('P') ? Iso(text) : Units(text);
        return duration > TimeSpan.Zero && duration <= TimeSpan.FromDays(30) ? duration : null;
    }

    private static TimeSpan? Iso(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception problem) when (problem is FormatException or OverflowException)
        {
            return null;
        }
    }

    private static TimeSpan? Units(string text)
    {
        var match = Form().Match(text);
        if (!match.Success || text.Length == 0)
            return null;
        return TimeSpan.FromDays(Number("d")) + TimeSpan.FromHours(Number("h")) + TimeSpan.FromMinutes(Number("m")) + TimeSpan.FromSeconds(Number("s")) + TimeSpan.FromMilliseconds(Number("ms"));

        double Number(string unit) => match.Groups[unit] is { Success: true, Value: var value } ? double.Parse(value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"^((?<d>\d{1,5})d)?((?<h>\d{1,5})h)?((?<m>\d{1,6})m(?!s))?((?<s>\d{1,8}(\.\d{1,3})?)s)?((?<ms>\d{1,9})ms)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
