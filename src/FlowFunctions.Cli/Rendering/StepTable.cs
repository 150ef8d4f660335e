using System.Globalization;
using FlowFunctions.Cli.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FlowFunctions.Cli.Rendering;

/// <summary>One row for each step: status, progress, attempts, duration and message; never wraps a row.</summary>
internal static class StepTable
{
    private const int WideWidth = 100;
    private const int NameWidth = 24;
    private const int StatusWidth = 17;
    private const int AttemptsWidth = 3;
    private const int DurationWidth = 7;

    public static IRenderable Of(FlowRun run, DateTimeOffset now, int width, bool unicode)
    {
        var wide = width >= WideWidth;
        var names = Math.Min(NameWidth, run.Steps.Select(step => step.Name.Length).DefaultIfEmpty(0).Max());
        var bars = wide ? 20 : 8;
        var spaces = wide ? (5 * 3) + 4 : (5 * 2) + 2;
        var messages = Math.Max(8, width - names - StatusWidth - bars - AttemptsWidth - DurationWidth - spaces);

        var table = new Table { Border = Border(wide, unicode), BorderStyle = new Style(Color.Grey) };
        table.AddColumn(new TableColumn("Step").Width(names));
        table.AddColumn(new TableColumn("Status").Width(StatusWidth));
        table.AddColumn(new TableColumn("Progress").Width(bars));
        table.AddColumn(new TableColumn("Try").Width(AttemptsWidth).RightAligned());
        table.AddColumn(new TableColumn("Time").Width(DurationWidth).RightAligned());
        table.AddColumn(new TableColumn("Message").Width(messages));
        foreach (var column in table.Columns)
            column.Padding = wide ? new Padding(1, 0) : new Padding(0, 0, unicode ? 1 : 2, 0);
        if (!wide)
            table.Columns[^1].Padding = new Padding(0);

        foreach (var step in run.Steps)
        {
            var style = StatusStyle.Of(step.Status);
            table.AddRow(
                new Text(OneLine.Cut(step.Name, names, unicode)),
                new Text(style.Label(unicode), new Style(style.Color)),
                ProgressBar.Of(step, bars, unicode),
                new Text(step.Attempts > 0 ? step.Attempts.ToString(CultureInfo.InvariantCulture) : ""),
                new Text(step.DurationAt(now) is { } duration ? DurationText.Of(duration) : ""),
                new Text(OneLine.Cut(step.Message, messages, unicode)));
        }

        return table;
    }

    private static TableBorder Border(bool wide, bool unicode) => (wide, unicode) switch
    {
        (true, true) => TableBorder.Rounded,
        (true, false) => TableBorder.Ascii2,
        (false, true) => TableBorder.Simple,
        (false, false) => TableBorder.None,
    };
}
