using System.Globalization;
using FlowFunctions.Cli.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FlowFunctions.Cli.Rendering;

/// <summary>When each step ran: one bar for each on a common axis from the run's start.</summary>
internal static class Timeline
{
    private static readonly int[] TickSeconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];
    private const int CellsBetweenTicks = 8;

    public static IRenderable Of(FlowRun run, DateTimeOffset now, int width, bool unicode)
    {
        var names = run.Steps.Select(step => step.Name.Length).DefaultIfEmpty(0).Max();
        var cells = Math.Max(10, width - names - 3);
        var start = run.StartDate ?? now;
        var span = Span(run, now);

        var lines = run.Steps.Select(step => (IRenderable)Bar(step, names, start, now, span, cells, unicode)).ToList();
        lines.Add(new Text(new string(' ', names + 2) + Axis(span, cells), new Style(Color.Grey)) { Overflow = Overflow.Crop });
        return new Rows(lines);
    }

    /// <summary>From the run's start to its end or to now; at least a second, so that there is an axis.</summary>
    internal static TimeSpan Span(FlowRun run, DateTimeOffset now)
    {
        var span = (run.EndDate ?? now) - (run.StartDate ?? now);
        return span < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : span;
    }

    /// <summary>"0 s     5 s     10 s": a label at every tick that fits into the cells.</summary>
    internal static string Axis(TimeSpan span, int cells)
    {
        var perSecond = cells / span.TotalSeconds;
        var tick = TickSeconds.FirstOrDefault(seconds => seconds * perSecond >= CellsBetweenTicks, (int)Math.Ceiling(span.TotalSeconds));
        var axis = new char[cells];
        Array.Fill(axis, ' ');
        for (var second = 0; second <= span.TotalSeconds; second += tick)
        {
            var label = second.ToString(CultureInfo.InvariantCulture) + " s";
            var at = (int)(second * perSecond);
            if (at + label.Length <= cells)
                label.CopyTo(0, axis, at, label.Length);
        }

        return new string(axis).TrimEnd();
    }

    /// <summary>From which cell a step's bar starts and how many it fills: at least one, so that a short step is seen.</summary>
    internal static (int From, int Length) Place(TimeSpan begin, TimeSpan end, TimeSpan span, int cells)
    {
        var from = Math.Clamp((int)(begin / span * cells), 0, cells - 1);
        var to = Math.Clamp((int)Math.Round(end / span * cells), from + 1, cells);
        return (from, to - from);
    }

    private static Paragraph Bar(RunStep step, int names, DateTimeOffset start, DateTimeOffset now, TimeSpan span, int cells, bool unicode)
    {
        var line = new Paragraph { Overflow = Overflow.Crop }.Append(step.Name.PadRight(names + 2));
        if (step.StartDate is not { } begin)
            return line;
        var (from, length) = Place(begin - start, (step.EndDate ?? now) - start, span, cells);
        return line
            .Append(new string(' ', from))
            .Append(new string(unicode ? '█' : '#', length), new Style(StatusStyle.Of(step.Status).Color));
    }
}
