using FlowFunctions.Cli.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FlowFunctions.Cli.Rendering;

/// <summary>The bar of one step, as wide as asked; full when the step ended.</summary>
internal static class ProgressBar
{
    public static IRenderable Of(RunStep step, int width, bool unicode)
    {
        var (full, empty) = unicode ? ('━', '─') : ('=', '-');
        var color = StatusStyle.Of(step.Status).Color;
        var done = Done(step, width);
        return new Paragraph()
            .Append(new string(full, done), new Style(color))
            .Append(new string(empty, width - done), new Style(Color.Grey23));
    }

    private static int Done(RunStep step, int width) => step.Status switch
    {
        StepStatus.Pending or StepStatus.Skipped or StepStatus.NotRun => 0,
        StepStatus.Running => (int)Math.Round(Math.Clamp(step.Progress ?? 0, 0, 1) * width),
        StepStatus.Cancelled when step.Progress is { } progress => (int)Math.Round(Math.Clamp(progress, 0, 1) * width),
        _ => width,
    };
}
