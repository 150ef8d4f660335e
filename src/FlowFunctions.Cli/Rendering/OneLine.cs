using System.Globalization;
using FlowFunctions.Core.Texts;

namespace FlowFunctions.Cli.Rendering;

/// <summary>Makes a text that somebody else wrote safe to show on a terminal: one line, without what <see cref="ForeignText"/> replaces, which is a space here as terminals without Unicode have it.</summary>
internal static class OneLine
{
    private const char Replacement = '\uFFFD';

    public static string Of(string? text) => text is null ? "" : Clean(text).Trim();

    /// <summary>The same for a text of several lines, which keep their indentation.</summary>
    public static string Each(string text) => string.Join('\n', text.Split('\n').Select(line => Clean(line).TrimEnd()));

    /// <summary>The same in at most <paramref name="width"/> characters; an ellipsis shows that something was cut. What a reader sees as one character is never cut in two.</summary>
    public static string Cut(string? text, int width, bool unicode)
    {
        var line = Of(text);
        if (line.Length <= width)
            return line;
        var ellipsis = unicode ? "…" : "...";
        var end = 0;
        while (StringInfo.GetNextTextElementLength(line.AsSpan(end)) is var next && next > 0 && end + next <= width - ellipsis.Length)
            end += next;
        return string.Concat(line.AsSpan(0, end), ellipsis);
    }

    private static string Clean(string text)
    {
        var clean = ForeignText.Clean(text);
        return ReferenceEquals(clean, text)
            ? text
            : string.Create(text.Length, (text, clean), static (line, source) =>
            {
                for (var at = 0; at < line.Length; at++)
                    line[at] = source.clean[at] == Replacement && source.text[at] != Replacement ? ' ' : source.clean[at];
            });
    }
}
