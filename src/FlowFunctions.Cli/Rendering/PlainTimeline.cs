using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Rendering;

/// <summary>The timeline in plain ASCII, with each step's duration.</summary>
internal static class PlainTimeline
{
    private const int DurationWidth = 7;

    public static IEnumerable<string> Of(FlowRun run, DateTimeOffset now, int width)
    {
        var names = run.Steps.Select(step => step.Name.Length).DefaultIfEmpty(0).Max();
        var before = names + DurationWidth + 3;
        var cells = Math.Max(10, width - before);
        var start = run.StartDate ?? now;
        var span = Timeline.Span(run, now);
        foreach (var step in run.Steps)
        {
            var duration = step.DurationAt(now) is { } took ? DurationText.Of(took) : "";
            yield return $"{OneLine.Of(step.Name).PadRight(names)} {duration.PadLeft(DurationWidth)}  {Bar(step, start, now, span, cells)}".TrimEnd();
        }

        yield return new string(' ', before) + Timeline.Axis(span, cells);
    }

    private static string Bar(RunStep step, DateTimeOffset start, DateTimeOffset now, TimeSpan span, int cells)
    {
        if (step.StartDate is not { } begin)
            return "";
        var (from, length) = Timeline.Place(begin - start, (step.EndDate ?? now) - start, span, cells);
        return new string(' ', from) + new string('#', length);
    }
}
