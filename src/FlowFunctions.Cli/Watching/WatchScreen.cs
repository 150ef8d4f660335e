using System.Globalization;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Rendering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FlowFunctions.Cli.Watching;

/// <summary>One run on one screen: a line that sums it up, then a line for each step with its place in the graph, state, time, bar on the common axis, and why it waits.</summary>
internal static class WatchScreen
{
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private const int StateWidth = 18;
    private const int DurationWidth = 7;
    private const int DeepestIndent = 8;
    private const int LongestName = 34;
    private const int LeastName = 8;
    private const int LeastBar = 10;
    private const int LeastMessage = 12;

    /// <summary>Between the columns.</summary>
    private const int Gaps = 6;

    /// <summary>Lines of the screen that are not steps: the sum, the axis, and one to spare for the cursor.</summary>
    private const int OtherLines = 4;

    /// <param name="followed">What is watched.</param>
    /// <param name="run">As it was read last.</param>
    /// <param name="now">For what still runs.</param>
    /// <param name="frame">Counts the pictures and turns the spinner.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Lines; steps that do not fit are counted in one.</param>
    /// <param name="unicode">Whether the terminal can show more than ASCII.</param>
    public static IRenderable Of(FollowedRun followed, FlowRun run, DateTimeOffset now, int frame, int width, int height, bool unicode)
    {
        var graph = StepGraph.Find(run) ?? followed.Graph;
        var tree = graph.TreeOf(run.Steps);
        var room = Math.Max(3, height - OtherLines);
        var shown = tree.Count <= room ? tree : Choose(tree, room - 1);
        var names = Math.Min(LongestName, shown.Select(line => Indent(line.Depth, unicode).Length + OneLine.Of(line.Step.Name).Length).DefaultIfEmpty(0).Max());
        names = Math.Clamp(names, 0, Math.Max(LeastName, width - StateWidth - DurationWidth - Gaps));
        // A narrow terminal has no bars, and a narrower one no messages either: a line that breaks is no line.
        var rest = width - names - StateWidth - DurationWidth - Gaps;
        var cells = rest < LeastBar + LeastMessage ? 0 : Math.Max(LeastBar, rest / 3);
        var messages = Math.Max(0, cells == 0 ? rest : rest - cells - 2);
        var lines = new List<IRenderable> { Title(followed, run, now, frame, unicode) };
        lines.AddRange(shown.Select(line => Line(graph, run, line.Step, line.Depth, now, names, cells, messages, unicode)));
        if (shown.Count < tree.Count)
            lines.Add(new Text($"  and {Counts(tree.Select(line => line.Step).Except(shown.Select(line => line.Step)))}", new Style(Color.Grey)));
        if (run.Steps.Count > 0 && cells > 0)
            lines.Add(new Text(new string(' ', StateWidth + names + DurationWidth + 3) + Timeline.Axis(Timeline.Span(run, now), cells), new Style(Color.Grey)) { Overflow = Overflow.Crop });
        return new Rows(lines);
    }

    private static Paragraph Title(FollowedRun followed, FlowRun run, DateTimeOffset now, int frame, bool unicode)
    {
        var elapsed = DurationText.Of((run.EndDate ?? now) - (run.StartDate ?? now));
        var title = new Paragraph { Overflow = Overflow.Ellipsis }.Append(OneLine.Of(followed.What.Name), new Style(decoration: Decoration.Bold));
        if (!run.HasEnded)
        {
            var spinner = unicode ? Frames[frame % Frames.Length] : "|/-\\"[frame % 4];
            var usual = ExpectedDuration.Of(followed.What.Summary) is { } expected ? $" of about {DurationText.Of(expected)}" : "";
            return title.Append($"  {spinner} running {elapsed}{usual}", new Style(Color.Blue)).Append(run.Steps.Count == 0 ? "" : $"  {Counts(run.Steps)}");
        }

        var style = StatusStyle.Of(run.Success ? StepStatus.Success : StepStatus.Failure);
        return title.Append($"  {(unicode ? style.Symbol : style.PlainSymbol)} {RunState.Of(run).Word}", new Style(style.Color)).Append($"  {elapsed}  {OneLine.Of(run.Message)}");
    }

    private static Paragraph Line(StepGraph graph, FlowRun run, RunStep step, int depth, DateTimeOffset now, int names, int cells, int messages, bool unicode)
    {
        var style = StatusStyle.Of(step.Status);
        var line = new Paragraph { Overflow = Overflow.Crop }
            .Append(style.Label(unicode).PadRight(StateWidth), new Style(style.Color))
            .Append($"{Indented(step.Name, depth, names, unicode).PadRight(names)} ")
            .Append($"{(step.DurationAt(now) is { } duration ? DurationText.Of(duration) : "").PadLeft(DurationWidth)}  ");
        if (cells == 0)
            return messages < LeastMessage ? line : line.Append(OneLine.Cut(Message(graph, run, step), messages, unicode));
        var start = run.StartDate ?? now;
        var (from, length) = step.StartDate is { } begin ? Timeline.Place(begin - start, (step.EndDate ?? now) - start, Timeline.Span(run, now), cells) : (0, 0);
        return line
            .Append(new string(' ', from))
            .Append(new string(unicode ? '█' : '#', length), new Style(style.Color))
            .Append(new string(' ', cells - from - length + 2))
            .Append(OneLine.Cut(Message(graph, run, step), messages, unicode));
    }

    private static string Message(StepGraph graph, FlowRun run, RunStep step)
    {
        if (step.Status != StepStatus.Pending)
        {
            var progress = step is { Status: StepStatus.Running, Progress: { } done } ? string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(done, 0, 1) * 100:0} % ") : "";
            return $"{progress}{(step.Attempts > 1 ? string.Create(CultureInfo.InvariantCulture, $"try {step.Attempts} ") : "")}{OneLine.Of(step.Message)}";
        }

        if (step.WaitingFor?.Message is { Length: > 0 } reason)
            return OneLine.Of(reason);
        var open = run.Steps.Where(other => other.Status is StepStatus.Pending or StepStatus.Running && graph.DependenciesOf(step).Contains(other.Referrer)).Select(other => other.Name).ToList();
        return open.Count == 0 ? "" : $"waits for {string.Join(", ", open)}";
    }

    /// <summary>What matters most where there is no room for all: what failed and what runs, then what comes next.</summary>
    private static List<(RunStep Step, int Depth)> Choose(IReadOnlyList<(RunStep Step, int Depth)> tree, int room)
    {
        var chosen = tree.OrderBy(line => line.Step.Status switch
        {
            StepStatus.Failure or StepStatus.Running => 0,
            StepStatus.PartialSuccess or StepStatus.Cancelled => 1,
            StepStatus.Pending => 2,
            _ => 3,
        }).Take(room).Select(line => line.Step).ToHashSet();
        return [.. tree.Where(line => chosen.Contains(line.Step))];
    }

    private static string Counts(IEnumerable<RunStep> steps) => string.Join(", ", steps.GroupBy(step => step.Status).OrderBy(group => group.Key)
        .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {StatusStyle.Of(group.Key).Word}")));

    private static string Indented(string name, int depth, int width, bool unicode) =>
        $"{Indent(depth, unicode)}{OneLine.Cut(name, Math.Max(3, width - Indent(depth, unicode).Length), unicode)}";

    private static string Indent(int depth, bool unicode) => depth == 0 ? "" : $"{new string(' ', Math.Min(depth, DeepestIndent) - 1)}{(unicode ? "└" : "-")} ";
}
