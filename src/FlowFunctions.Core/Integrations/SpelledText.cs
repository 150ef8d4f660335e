using System.Buffers;
using System.Globalization;
using System.Text;

namespace FlowFunctions.Core.Integrations;

/// <summary>
/// One reading of a text: as it is written, or with escapes undone, those of an address (RFC 3986, section 2.1) or of a JSON string (RFC 8259, section 7). Each character knows where it stands
/// in the text as it is written.
/// </summary>
internal sealed class SpelledText
{
    /// <summary>JSON in a string of JSON, with an address in it.</summary>
    private const int MaximumDepth = 3;

    private const int PercentLength = 3;
    private const int UnicodeLength = 6;
    private const int LongestRune = 4;

    private readonly string _text;

    /// <summary>Of each character in the written text; one more for the end.</summary>
    private readonly int[] _starts;

    private readonly int _writtenLength;
    private readonly bool _isCut;

    private SpelledText(string text, int[] starts, int writtenLength, bool isCut)
    {
        _text = text;
        _starts = starts;
        _writtenLength = writtenLength;
        _isCut = isCut;
    }

    /// <summary>What stands for a character: how much of the text, and what it means.</summary>
    private delegate (int Length, string Meaning)? EscapeAt(string text, int at, bool isCut);

    /// <summary>Each reading that differs from the others; the first is the text itself.</summary>
    /// <param name="text">Of which a few thousand characters at most are read.</param>
    /// <param name="isCut">Whether more came behind it: it may end within an escape, which then means nothing.</param>
    public static IReadOnlyList<SpelledText> ReadingsOf(string text, bool isCut)
    {
        var readings = new List<SpelledText> { new(text, [.. Enumerable.Range(0, text.Length + 1)], text.Length, isCut) };
        var known = new HashSet<string>(StringComparer.Ordinal) { text };
        var last = readings;
        for (var depth = 0; depth < MaximumDepth && last.Count > 0; depth++)
        {
            last = [.. last.SelectMany(reading => new[] { reading.Undo('%', PercentAt), reading.Undo('\\', BackslashAt) }).Where(reading => known.Add(reading._text))];
            readings = [.. readings, .. last];
        }

        return readings;
    }

    /// <summary>Where the written text says the value; and, of a text that was cut, where it ends with at least <paramref name="shortest"/> characters of the value's beginning.</summary>
    public IEnumerable<(int Start, int End)> Find(string value, int shortest)
    {
        for (var at = _text.IndexOf(value, StringComparison.Ordinal); at >= 0; at = _text.IndexOf(value, at + 1, StringComparison.Ordinal))
        {
            yield return (_starts[at], _starts[at + value.Length]);
        }

        for (var length = _isCut ? Math.Min(value.Length, _text.Length) : 0; length >= shortest; length--)
        {
            if (_text.AsSpan().EndsWith(value.AsSpan(0, length), StringComparison.Ordinal))
            {
                yield return (_starts[_text.Length - length], _writtenLength);
                yield break;
            }
        }
    }

    private SpelledText Undo(char mark, EscapeAt escapeAt)
    {
        var meaning = new StringBuilder();
        var starts = new List<int>();
        var at = 0;
        while (at < _text.Length)
        {
            var (length, means) = (_text[at] == mark ? escapeAt(_text, at, _isCut) : null) ?? (1, _text[at].ToString());
            starts.AddRange(Enumerable.Repeat(_starts[at], means.Length));
            meaning.Append(means);
            at += length;
        }

        return new(meaning.ToString(), [.. starts, _starts[^1]], _writtenLength, _isCut);
    }

    /// <summary>A character by the bytes of its UTF-8.</summary>
    private static (int Length, string Meaning)? PercentAt(string text, int at, bool isCut)
    {
        Span<byte> bytes = stackalloc byte[LongestRune];
        var (count, end) = (0, at);
        while (count < LongestRune && IsByteAt(text, end, out bytes[count]))
        {
            (count, end) = (count + 1, end + PercentLength);
            switch (Rune.DecodeFromUtf8(bytes[..count], out var rune, out _))
            {
                case OperationStatus.Done:
                    return (end - at, rune.ToString());
                case OperationStatus.InvalidData:
                    return null;
            }
        }

        return isCut && (end == text.Length || (text[end] == '%' && text.Length - end < PercentLength)) ? (text.Length - at, "") : null;
    }

    private static bool IsByteAt(string text, int at, out byte value)
    {
        value = 0;
        return at + PercentLength <= text.Length && text[at] == '%' && byte.TryParse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Those of the escapes that may stand for what is in a secret: no control character is.</summary>
    private static (int Length, string Meaning)? BackslashAt(string text, int at, bool isCut)
    {
        var rest = text.AsSpan(at + 1);
        return rest switch
        {
            ['"' or '\\' or '/', ..] => (2, rest[0].ToString()),
            ['u', _, _, _, _, ..] when ushort.TryParse(rest.Slice(1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) => (UnicodeLength, ((char)unit).ToString()),
            [] or ['u', ..] when isCut && rest.Length < UnicodeLength - 1 => (text.Length - at, ""),
            _ => null,
        };
    }
}
