using System.Globalization;

namespace FlowFunctions.Core.Texts;

/// <summary>
/// Text that somebody else wrote, made harmless where it comes in, so that it is data wherever it goes: no terminal obeys it, no log line ends early by it, and what stands around it is
/// read in the direction in which it was written.
/// </summary>
public static class ForeignText
{
    private const char Replacement = '\uFFFD';
    private const string Ellipsis = "…";

    /// <summary>
    /// The text with a space for every tab and line end, and U+FFFD for every other control character (C0, DEL, C1: an escape sequence loses what starts it), for every character that
    /// embeds, overrides or isolates a direction (U+202A to U+202E, U+2066 to U+2069; "Trojan Source", CVE-2021-42574), and for every half of a surrogate pair. The same instance where there
    /// is nothing to replace; always of the same length.
    /// </summary>
    public static string Clean(string text)
    {
        var first = 0;
        while (first < text.Length && CleanAt(text, first) == text[first])
        {
            first++;
        }

        return first == text.Length
            ? text
            : string.Create(text.Length, (text, first), static (target, source) =>
            {
                source.text.AsSpan(0, source.first).CopyTo(target);
                for (var at = source.first; at < target.Length; at++)
                {
                    target[at] = CleanAt(source.text, at);
                }
            });
    }

    /// <summary>
    /// The text, clean, cut with an ellipsis where it is longer than <paramref name="length"/> UTF-16 code units; never inside of what a reader sees as one character (UAX #29), unless that
    /// alone is longer.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is less than 1.</exception>
    public static string Clean(string text, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (text.Length <= length)
        {
            return Clean(text);
        }

        // The rest is not looked at: it may be much.
        var end = 0;
        var start = Clean(text[..Math.Min(text.Length, length + LongestElement)]);
        while (StringInfo.GetNextTextElementLength(start.AsSpan(end)) is var next && next > 0 && end + next <= length - Ellipsis.Length)
        {
            end += next;
        }

        return string.Concat(start.AsSpan(0, end), Ellipsis);
    }

    /// <summary>Far over what any emoji of several persons has.</summary>
    private const int LongestElement = 64;

    private static char CleanAt(string text, int at)
    {
        var c = text[at];
        return c switch
        {
            '\t' or '\n' or '\v' or '\f' or '\r' or '\u0085' or '\u2028' or '\u2029' => ' ',
            >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' => Replacement,
            _ when char.IsControl(c) => Replacement,
            _ when char.IsHighSurrogate(c) => at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? c : Replacement,
            _ when char.IsLowSurrogate(c) => at > 0 && char.IsHighSurrogate(text[at - 1]) ? c : Replacement,
            _ => c,
        };
    }
}
