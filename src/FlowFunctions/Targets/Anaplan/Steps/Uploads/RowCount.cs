namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>
/// How many rows a text with separated values has so far, its header among them; given to it in pieces. A line end within double quotes ends no row (RFC 4180). It is there to tell two files
/// apart, and says that it does not know where it cannot.
/// </summary>
/// <param name="Ends">Line ends that end a row.</param>
/// <param name="IsQuoted">Whether the text so far ends within quotes.</param>
/// <param name="IsOpen">Whether there is text behind the last of the ends.</param>
/// <param name="IsUnknown">Whether the rows cannot be counted: the text has NUL, as UTF-16 does, or its beginning was not seen.</param>
internal readonly record struct RowCount(long Ends, bool IsQuoted, bool IsOpen, bool IsUnknown)
{
    public static readonly RowCount Unknown = new(0, false, false, IsUnknown: true);

    /// <summary>A last row need not be ended. Null where that is not known: also where quotes are never closed, which are none then.</summary>
    public long? Rows => IsUnknown || IsQuoted ? null : IsOpen ? Ends + 1 : Ends;

    /// <param name="text">Goes on where the text so far ends.</param>
    public RowCount With(ReadOnlySpan<byte> text)
    {
        if (IsUnknown || text.IsEmpty)
        {
            return this;
        }

        if (text.Contains((byte)0))
        {
            return Unknown;
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
                return new(ends, isQuoted, isOpen || isQuoted, IsUnknown: false);
            }

            isQuoted = !isQuoted;
            text = text[(quote + 1)..];
        }
    }

    /// <summary>Whether a service that read so many rows may have read this text: Anaplan does not count the header, of which an import may have none.</summary>
    /// <param name="told">By the service; null where it does not say.</param>
    /// <param name="rows">Of the text; null where they are not known.</param>
    public static bool MayBe(long? told, long? rows) => told is not null && (told == rows || told == rows - 1);
}
