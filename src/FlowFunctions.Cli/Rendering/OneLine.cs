namespace FlowFunctions.Cli.Rendering;

/// <summary>Makes a message that somebody else wrote safe to show: one line, no control characters, so no escape sequences either.</summary>
internal static class OneLine
{
    public static string Of(string? text) => text is null
        ? ""
        : string.Create(text.Length, text, static (line, source) =>
        {
            for (var i = 0; i < line.Length; i++)
                line[i] = char.IsControl(source[i]) ? ' ' : source[i];
        }).Trim();

    /// <summary>The same in at most <paramref name="width"/> characters; an ellipsis shows that something was cut.</summary>
    public static string Cut(string? text, int width, bool unicode)
    {
        var line = Of(text);
        var ellipsis = unicode ? "…" : "...";
        return line.Length <= width ? line : string.Concat(line.AsSpan(0, width - ellipsis.Length), ellipsis);
    }
}
