using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace FlowFunctions.Core.Documents;

/// <summary>Finds what makes a document unreadable as JSON (RFC 8259), and where, before anything is read from it.</summary>
public static class JsonSyntax
{
    public const int MaximumDepth = 32;

    private static readonly JsonReaderOptions Tolerant = new()
    {
        // Comments, trailing content and depth are let through by the reader so that each can be named.
        CommentHandling = JsonCommentHandling.Allow,
        AllowMultipleValues = true,
        MaxDepth = MaximumDepth + 1,
    };

    /// <summary>The first fault; null when there is none.</summary>
    public static string? FindFault(ReadOnlySpan<byte> utf8Json)
    {
        if (!Utf8.IsValid(utf8Json))
        {
            return $"The document is not valid UTF-8 at {TextPosition.Of(utf8Json, OffsetOfInvalidUtf8(utf8Json))}.";
        }

        if (utf8Json.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return "The document is empty; it must be a JSON object.";
        }

        var reader = new Utf8JsonReader(utf8Json, Tolerant);
        try
        {
            return FindFault(utf8Json, ref reader);
        }
        catch (JsonException exception)
        {
            var position = new TextPosition((int)(exception.LineNumber ?? 0) + 1, (int)(exception.BytePositionInLine ?? 0) + 1);
            return $"The document is not valid JSON at {position}.";
        }
    }

    private static string? FindFault(ReadOnlySpan<byte> utf8Json, ref Utf8JsonReader reader)
    {
        var rootHasEnded = false;
        while (reader.Read())
        {
            var fault = reader switch
            {
                { TokenType: JsonTokenType.Comment } => "Comments are not allowed",
                _ when rootHasEnded => "Nothing may follow the document's object",
                { TokenType: JsonTokenType.StartObject or JsonTokenType.StartArray, CurrentDepth: >= MaximumDepth } => $"The document is nested more than {MaximumDepth} levels deep",
                { TokenType: JsonTokenType.String or JsonTokenType.PropertyName, ValueIsEscaped: true } when !IsText(ref reader) => "A \\u escape is half of a surrogate pair",
                _ => null,
            };
            if (fault is not null)
            {
                return $"{fault} ({TextPosition.Of(utf8Json, (int)reader.TokenStartIndex)}).";
            }

            rootHasEnded = reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
        }

        return null;
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static int OffsetOfInvalidUtf8(ReadOnlySpan<byte> utf8)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(utf8[offset..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
        {
            offset += consumed;
        }

        return offset;
    }
}
