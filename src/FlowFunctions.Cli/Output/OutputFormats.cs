namespace FlowFunctions.Cli.Output;

/// <summary>The words for <see cref="OutputFormat"/>.</summary>
internal static class OutputFormats
{
    public static IReadOnlyList<string> Names { get; } = ["table", "json", "yaml", "name", "tsv"];

    /// <summary>Null where the word is none of them.</summary>
    public static OutputFormat? Parse(string word)
    {
        for (var at = 0; at < Names.Count; at++)
        {
            if (string.Equals(Names[at], word, StringComparison.OrdinalIgnoreCase))
                return (OutputFormat)at;
        }

        return null;
    }
}
