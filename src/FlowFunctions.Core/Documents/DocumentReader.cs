using System.Text.Json;

namespace FlowFunctions.Core.Documents;

/// <summary>Reads a document from its bytes: first its syntax, then, when that holds, all its fields, gathering every problem.</summary>
internal static class DocumentReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <param name="utf8Json">The document, with or without a byte order mark.</param>
    /// <param name="read">Reads the root; gives null only when it has added a problem.</param>
    public static Parsed<T> Read<T>(ReadOnlyMemory<byte> utf8Json, Func<DocumentValue, T?> read)
        where T : class
    {
        var json = utf8Json.Span.StartsWith(ByteOrderMark) ? utf8Json[ByteOrderMark.Length..] : utf8Json;
        if (JsonSyntax.FindFault(json.Span) is { } fault)
        {
            return Parsed<T>.Invalid([new Problem("", fault)]);
        }

        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JsonSyntax.MaximumDepth });
        var problems = new ProblemCollector();
        var value = read(new DocumentValue(document.RootElement, DocumentPath.Root, problems));
        return value is null || problems.HasAny ? Parsed<T>.Invalid(problems.ToList()) : Parsed<T>.Valid(value);
    }
}
