using System.Text.Json.Nodes;
using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Output;

/// <summary>Columns for people: aligned by spaces, so that a pipe can take it too; cut only on a terminal, and only where a column allows it.</summary>
internal static class TableText
{
    private const string Gap = "  ";
    private const int LeastCut = 8;

    /// <summary>Of a column that may be cut, before others are left out for it.</summary>
    private const int ReadableCut = 24;

    /// <param name="items">The rows.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="width">Of the terminal; 0 for no limit.</param>
    /// <param name="isColoured">Whether tones are shown.</param>
    public static IEnumerable<string> Of(IReadOnlyList<JsonObject> items, IReadOnlyList<Column> columns, int width, bool isColoured)
    {
        columns = Fitting(items, columns, width);
        var rows = items.Select(item => columns.Select(column => OneLine.Of(column.Text(item))).ToArray()).ToList();
        var widths = columns.Select((column, at) => rows.Select(row => row[at].Length).Append(column.Title.Length).Max()).ToArray();
        Narrow(columns, widths, width);
        yield return Line(columns, [.. columns.Select(column => column.Title)], widths, _ => Tone.Plain, isColoured: false);
        for (var at = 0; at < rows.Count; at++)
        {
            var item = items[at];
            yield return Line(columns, rows[at], widths, column => column.Tone?.Invoke(item) ?? Tone.Plain, isColoured);
        }
    }

    /// <summary>Leaves out the last columns that may be, until the others can be read.</summary>
    private static List<Column> Fitting(IReadOnlyList<JsonObject> items, IReadOnlyList<Column> columns, int width)
    {
        var fitting = columns.ToList();
        if (width <= 0)
            return fitting;
        var widths = columns.ToDictionary(column => column, column => items.Select(item => OneLine.Of(column.Text(item)).Length).Append(column.Title.Length).Max());
        while (fitting.Sum(column => (column.IsCut ? Math.Min(widths[column], ReadableCut) : widths[column]) + Gap.Length) - Gap.Length > width && fitting.Exists(column => column.IsOptional))
        {
            // A part of a text tells more than a whole number or word.
            var last = fitting.FindLastIndex(column => column is { IsOptional: true, IsCut: false });
            fitting.RemoveAt(last >= 0 ? last : fitting.FindLastIndex(column => column.IsOptional));
        }

        return fitting;
    }

    /// <summary>Takes from the last columns that may be cut what the terminal does not have.</summary>
    private static void Narrow(IReadOnlyList<Column> columns, int[] widths, int width)
    {
        if (width <= 0)
            return;
        for (var at = columns.Count - 1; at >= 0; at--)
        {
            var excess = widths.Sum() + (Gap.Length * (columns.Count - 1)) - width;
            if (excess > 0 && columns[at].IsCut)
                widths[at] = Math.Max(LeastCut, widths[at] - excess);
        }
    }

    private static string Line(IReadOnlyList<Column> columns, string[] cells, int[] widths, Func<Column, Tone> tone, bool isColoured)
    {
        var line = new System.Text.StringBuilder();
        for (var at = 0; at < columns.Count; at++)
        {
            var cell = OneLine.Cut(cells[at], widths[at], unicode: true);
            var spaces = new string(' ', widths[at] - cell.Length);
            var shown = isColoured ? Colours.Of(cell, tone(columns[at])) : cell;
            line.Append(at == 0 ? "" : Gap).Append(columns[at].IsNumber ? spaces + shown : shown + spaces);
        }

        return line.ToString().TrimEnd();
    }
}
