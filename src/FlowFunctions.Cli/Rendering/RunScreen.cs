using FlowFunctions.Cli.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FlowFunctions.Cli.Rendering;

/// <summary>The whole picture of one run: a title that lives, the steps and the timeline; eight steps fit on 80 × 24.</summary>
internal static class RunScreen
{
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

    /// <summary>The picture at <paramref name="now"/>; <paramref name="frame"/> counts the pictures and turns the spinner.</summary>
    public static IRenderable Of(string flowName, FlowRun run, DateTimeOffset now, int frame, int width, bool unicode) => new Rows(
        Title(flowName, run, now, frame, unicode),
        StepTable.Of(run, now, width, unicode),
        new Padder(Timeline.Of(run, now, width - 2, unicode), new Padding(1, 0, 1, 0)));

    private static Paragraph Title(string flowName, FlowRun run, DateTimeOffset now, int frame, bool unicode)
    {
        var elapsed = DurationText.Of((run.EndDate ?? now) - (run.StartDate ?? now));
        var title = new Paragraph { Overflow = Overflow.Ellipsis }.Append($" {OneLine.Of(flowName)} ", new Style(decoration: Decoration.Bold));
        if (!run.HasEnded)
            return title.Append($" {(unicode ? Frames[frame % Frames.Length] : "|/-\\"[frame % 4])} running  {elapsed}", new Style(Color.Blue));
        var style = StatusStyle.Of(run.Success ? StepStatus.Success : StepStatus.Failure);
        return title
            .Append($" {(unicode ? style.Symbol : style.PlainSymbol)} {OneLine.Of(run.Message)}", new Style(style.Color))
            .Append($"  {elapsed}");
    }
}
