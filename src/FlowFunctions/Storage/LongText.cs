using System.Text;
using Azure.Data.Tables;

namespace FlowFunctions.Storage;

/// <summary>
/// Text of any length in a row: a property holds at most 64 KiB, 32 K characters, so longer text goes on in properties <c>Name1</c>, <c>Name2</c>…
/// Nothing is truncated.
/// </summary>
internal static class LongText
{
    /// <summary>Under the service's 32,768.</summary>
    public const int PartLength = 32_000;

    /// <summary>A row holds 1 MiB, two bytes to a character; the rest is for the other properties.</summary>
    public const int MaximumLength = 500_000;

    /// <exception cref="DocumentTooLargeException">The text is longer than <see cref="MaximumLength"/>.</exception>
    public static void Write(TableEntity row, string property, string text)
    {
        if (text.Length > MaximumLength)
        {
            throw new DocumentTooLargeException(text.Length, MaximumLength);
        }

        var part = 0;
        for (var start = 0; start < text.Length || part == 0; part++)
        {
            var length = PartLengthAt(text, start);
            row[Property(property, part)] = text.Substring(start, length);
            start += length;
        }
    }

    /// <summary>Null where the row has no such property.</summary>
    public static string? Read(TableEntity row, string property)
    {
        var first = row.GetString(property);
        if (first is null || row.GetString(Property(property, 1)) is null)
        {
            return first;
        }

        var text = new StringBuilder(first);
        for (var part = 1; row.GetString(Property(property, part)) is { } next; part++)
        {
            text.Append(next);
        }

        return text.ToString();
    }

    private static string Property(string name, int part) => part == 0 ? name : $"{name}{part}";

    private static int PartLengthAt(string text, int start)
    {
        var length = Math.Min(PartLength, text.Length - start);

        // Half a surrogate pair is no text, and the service would replace it.
        return start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]) ? length - 1 : length;
    }
}
