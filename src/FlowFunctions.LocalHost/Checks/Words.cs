using FlowFunctions.Settings;

namespace FlowFunctions.LocalHost.Checks;

/// <summary>Puts values into sentences.</summary>
internal static class Words
{
    /// <summary><c>a, b or c</c>.</summary>
    public static string Or(IReadOnlyList<string> values) => values switch
    {
        [] => "",
        [var one] => one,
        _ => $"{string.Join(", ", values.SkipLast(1))} or {values[^1]}",
    };

    /// <summary>As settings take it, without zeros behind a fraction of a second.</summary>
    public static string Of(TimeSpan time) => time.Ticks % TimeSpan.TicksPerSecond == 0 ? time.ToString() : time.ToString().TrimEnd('0');

    /// <summary>What a setting may be, in words that fit behind "set it to".</summary>
    public static string Allowed(SettingDeviation deviation)
    {
        var type = deviation.WantedType is { } wanted ? Nullable.GetUnderlyingType(wanted) ?? wanted : null;
        return type switch
        {
            null => "nothing",
            { IsEnum: true } => Or(Enum.GetNames(type)),
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(TimeSpan) => "a time such as 00:00:30",
            _ when type == typeof(int) || type == typeof(long) => "a whole number",
            _ when type == typeof(double) || type == typeof(decimal) => "a number",
            _ => $"a {type.Name}",
        };
    }
}
