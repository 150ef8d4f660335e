namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>
/// How many rows a text with separated values has so far, its header among them; given to it in pieces. A line end within double quotes ends no row (RFC 4180). Of a text in another encoding
/// than an extension of ASCII, or with another delimiter of text, it is a guess, good enough to tell two files apart.
/// </summary>
/// <param name="Ends">Line ends that end a row.</param>
/// <param name="IsQuoted">Whether the text so far ends within quotes.</param>
/// <param name="IsOpen">Whether there is text behind the last of the ends.</param>
internal readonly record struct RowCount(long Ends, bool IsQuoted, bool IsOpen)
{
    /// <summary>A last row need not be ended.</summary>
    public long Rows => IsOpen ? Ends + 1 : Ends;

    /// <param name="text">Goes on where the text so far ends.</param>
    public RowCount With(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return this;
        }

        var (ends, isQuoted, isOpen) = (Ends, IsQuoted, text[^1] != (byte)'\n');
        while (true)
        {
            var quote = text.IndexOf((byte)'"');
            if (!isQuoted)
            {
                ends += (quote < 0 ? text : text[..quote]).Count((byte)'\n');
            }

            if (quote < 0)
            {
                return new(ends, isQuoted, isOpen || isQuoted);
            }

            isQuoted = !isQuoted;
            text = text[(quote + 1)..];
        }
    }

    /// <summary>Whether a service that read so many rows may have read this text: Anaplan does not count the header, of which an import may have none.</summary>
    public static bool MayBe(long told, long rows) => told == rows || told == rows - 1;
}
