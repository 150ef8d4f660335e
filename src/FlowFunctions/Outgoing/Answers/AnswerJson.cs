using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace FlowFunctions.Outgoing;

/// <summary>
/// Somebody's JSON, read so that every text in it can be had: an escape of half a surrogate pair, which RFC 8259 (8.2) lets through and .NET throws for when the text is asked for, becomes
/// U+FFFD here.
/// </summary>
internal static class AnswerJson
{
    /// <summary>Of a body, in bytes. The longest that is asked for, a page of a table, has about 10 MB there and at most twice as many in JSON.</summary>
    public const int MaximumBytes = 64 * 1024 * 1024;

    /// <summary>Of objects and lists in each other.</summary>
    public const int MaximumDepth = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaximumDepth };

    /// <summary>Null for a text that is no JSON, or is nested deeper than <see cref="MaximumDepth"/>.</summary>
    public static JsonDocument? TryParse(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a text is JSON, however deep it is nested.</summary>
    public static bool IsJson(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(WithWholeCharacters(text)), new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <exception cref="JsonException">The text is no JSON, or is nested deeper than <see cref="MaximumDepth"/>.</exception>
    public static JsonDocument Parse(string text) => JsonDocument.Parse(Encoding.UTF8.GetBytes(WithWholeCharacters(text)), Options);

    /// <summary>The whole content, whatever its charset.</summary>
    /// <exception cref="AnswerTooLongException">It has more than <see cref="MaximumBytes"/>, of which no more are read.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            await content.LoadIntoBufferAsync(MaximumBytes, cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new AnswerTooLongException(MaximumBytes, exception);
        }

        var bytes = await content.ReadAsByteArrayAsync(cancellationToken);
        var charset = content.Headers.ContentType?.CharSet;
        return IsPlain(bytes, charset) ? JsonDocument.Parse(bytes, Options) : Parse(AnswerText.Decode(bytes, charset));
    }

    /// <summary>Whether there is nothing to decode or to mend, as in most answers, some of which are long.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> bytes, string? charset) =>
        (charset is null || charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        && Utf8.IsValid(bytes)
        && !bytes.StartsWith(Encoding.UTF8.Preamble)
        && bytes.IndexOf("\\ud"u8) < 0
        && bytes.IndexOf("\\uD"u8) < 0;

    /// <summary>A backslash stands in strings alone, so escapes can be found without reading the rest.</summary>
    private static string WithWholeCharacters(string json)
    {
        StringBuilder? mended = null;
        var copied = 0;
        for (var at = json.IndexOf('\\', StringComparison.Ordinal); at >= 0 && at < json.Length; at = json.IndexOf('\\', at))
        {
            if (UnitAt(json, at) is not { } unit || !char.IsSurrogate(unit))
            {
                // This escape and what it escapes, which may be a backslash.
                at += 2;
            }
            else if (char.IsHighSurrogate(unit) && UnitAt(json, at + EscapeLength) is { } low && char.IsLowSurrogate(low))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                mended ??= new();
                mended.Append(json, copied, at - copied).Append('\uFFFD');
                copied = at += EscapeLength;
            }

            if (at >= json.Length)
            {
                break;
            }
        }

        return mended is null ? json : mended.Append(json, copied, json.Length - copied).ToString();
    }

    private const int EscapeLength = 6;

    /// <summary>The code unit that an escape of the form <c>\uXXXX</c> stands for; null where there is none.</summary>
    private static char? UnitAt(string json, int at) =>
        at + EscapeLength <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && ushort.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
