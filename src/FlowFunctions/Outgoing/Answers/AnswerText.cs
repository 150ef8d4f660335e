using System.Text;

namespace FlowFunctions.Outgoing;

/// <summary>The bytes of somebody's answer as text. There are no bytes that are none: what is wrong becomes U+FFFD.</summary>
internal static class AnswerText
{
    // Longest first: the mark of UTF-32 begins with that of UTF-16.
    private static readonly Encoding[] Marked =
    [
        new UTF32Encoding(bigEndian: false, byteOrderMark: true),
        new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        Encoding.UTF8,
        Encoding.Unicode,
        Encoding.BigEndianUnicode,
    ];

    /// <summary>The code page of an encoding that .NET refuses, or reads so that the same bytes are another text to whoever looks at them otherwise.</summary>
    private const int Utf7 = 65000;

    /// <summary>
    /// A byte order mark decides, and is not part of the text; else the charset that the content type names, where it is known; else UTF-8 (the order of the WHATWG's Encoding Standard,
    /// "decode").
    /// </summary>
    /// <param name="bytes">The whole body.</param>
    /// <param name="charset">Of the content type, quoted or not; null where it has none.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        foreach (var encoding in Marked)
        {
            if (bytes.StartsWith(encoding.Preamble))
            {
                return encoding.GetString(bytes[encoding.Preamble.Length..]);
            }
        }

        return EncodingOf(charset).GetString(bytes);
    }

    private static Encoding EncodingOf(string? charset)
    {
        var name = charset?.Trim('"', '\'', ' ') ?? "";
        if (name.Length == 0)
        {
            return Encoding.UTF8;
        }

        try
        {
            var known = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
            return known.CodePage == Utf7 ? Encoding.UTF8 : known;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return Encoding.UTF8;
        }
    }
}
