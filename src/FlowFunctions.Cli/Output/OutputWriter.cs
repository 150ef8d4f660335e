using System.Text.Json.Nodes;
using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Output;

/// <summary>Writes data to standard output, in the format that was asked for; what is said about it goes elsewhere.</summary>
internal sealed class OutputWriter(TextWriter output, OutputFormat format, Surroundings surroundings)
{
    public OutputFormat Format => format;

    /// <summary>Whether people read it.</summary>
    public bool IsTable => format == OutputFormat.Table;

    /// <summary>Several objects: one array of JSON or YAML, a row or a line each otherwise.</summary>
    /// <param name="items">All that the API says about each.</param>
    /// <param name="columns">What table and tsv show.</param>
    /// <param name="name">What the format of names shows.</param>
    public void WriteList(IReadOnlyList<JsonObject> items, IReadOnlyList<Column> columns, Func<JsonObject, string> name)
    {
        switch (format)
        {
            case OutputFormat.Json:
                output.WriteLine(JsonText.Of(ArrayOf(items)));
                break;
            case OutputFormat.Yaml:
                output.WriteLine(YamlText.Of(ArrayOf(items)));
                break;
            case OutputFormat.Name:
                WriteLines(items.Select(item => OneLine.Of(name(item))));
                break;
            case OutputFormat.Tsv:
                WriteLines(items.Select(item => string.Join('\t', columns.Select(column => column.RawOf(item)))));
                break;
            default:
                if (items.Count > 0)
                    WriteLines(TableText.Of(items, columns, surroundings.Width, surroundings.IsOutputLive));
                break;
        }
    }

    /// <summary>One object: a document of JSON or YAML, the lines for people, its name, or one row.</summary>
    /// <param name="item">All that the API says about it.</param>
    /// <param name="lines">What the table format shows.</param>
    /// <param name="columns">What tsv shows.</param>
    /// <param name="name">What the format of names shows.</param>
    public void WriteItem(JsonObject item, Func<IEnumerable<string>> lines, IReadOnlyList<Column> columns, Func<JsonObject, string> name)
    {
        switch (format)
        {
            case OutputFormat.Json:
                output.WriteLine(JsonText.Of(item));
                break;
            case OutputFormat.Yaml:
                output.WriteLine(YamlText.Of(item));
                break;
            case OutputFormat.Table:
                WriteLines(lines());
                break;
            default:
                WriteList([item], columns, name);
                break;
        }
    }

    /// <summary>Lines as they are.</summary>
    public void WriteLines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            output.WriteLine(line);
    }

    /// <summary>What somebody else made: as it is in a file or a pipe, and safe to show on a terminal.</summary>
    public void WriteText(string text) => output.Write(surroundings.IsOutputTerminal ? OneLine.Each(text) : text);

    /// <summary>A table within a text for people.</summary>
    public IEnumerable<string> Table(IReadOnlyList<JsonObject> items, IReadOnlyList<Column> columns) => TableText.Of(items, columns, surroundings.Width, surroundings.IsOutputLive);

    private static JsonArray ArrayOf(IEnumerable<JsonObject> items) => [.. items.Select(item => item.DeepClone())];
}
