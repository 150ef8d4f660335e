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
}
