namespace FlowFunctions.Docs.OpenApi;

/// <summary>Texts of XML documentation, which is broken and indented as code is.</summary>
internal static class Prose
{
    /// <summary>The same on one line.</summary>
    public static string? OnOneLine(string? text) =>
        text is null ? null : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
