using System.Net.Mime;
using System.Text;
using System.Text.Json;
using FlowFunctions.Outgoing;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>
/// Tells an answer of Anaplan's from a page that a gateway, a sign-in or a maintenance shows in its place, with 200: that counts as no answer. Anaplan answers in JSON objects, with bytes
/// of files, or with nothing (https://anaplanbulkapi20.docs.apiary.io); what it never sends is a page.
/// </summary>
internal static class AnswerCheck
{
    private static readonly string[] PageTypes = ["text/html", "application/xhtml+xml"];

    private static readonly byte[][] PageStarts = ["<!doctype"u8.ToArray(), "<html"u8.ToArray(), "<head"u8.ToArray(), "<?xml"u8.ToArray()];

    /// <summary>The most bytes that <see cref="StartsPage"/> looks at, beside white space.</summary>
    public const int Look = 64;

    /// <summary>By its head alone, for answers that are read as they come.</summary>
    public static bool IsPage(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is { } type && PageTypes.Contains(type, StringComparer.OrdinalIgnoreCase);

    public static bool IsJson(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is { } type && type.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether text begins as a page does.</summary>
    public static bool StartsPage(ReadOnlySpan<byte> text)
    {
        text = (text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text).TrimStart(" \t\r\n"u8);
        Span<byte> lower = stackalloc byte[Math.Min(text.Length, Look)];
        Ascii.ToLower(text[..lower.Length], lower, out _);
        foreach (var start in PageStarts)
        {
            if (lower.StartsWith(start))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a whole answer, of a request that need not be answered with more than its success, says that: it is empty, or a JSON object whose <c>status.code</c>, where there is one, is a
    /// success too.
    /// </summary>
    /// <param name="body">Of the answer.</param>
    /// <param name="answer">The object, to be disposed; null where it is empty, or no success.</param>
    public static bool IsSuccess(byte[] body, out JsonDocument? answer)
    {
        answer = null;
        if (body.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
        {
            return true;
        }

        var json = AnswerJson.TryParse(AnswerText.Decode(body, charset: null));
        if (json?.RootElement is { ValueKind: JsonValueKind.Object } said && IsSuccess(said))
        {
            answer = json;
            return true;
        }

        json?.Dispose();
        return false;
    }

    /// <summary>Whether <c>status.code</c>, where there is one, is a success.</summary>
    public static bool IsSuccess(JsonElement answer) => answer.Find("status")?.Integer("code") is not { } code || code is >= 200 and < 300;
}
