using FlowFunctions.Cli.Client;
using Spectre.Console;

namespace FlowFunctions.Cli.Rendering;

/// <summary>How a status reads: a word and a symbol that carry it without the colour.</summary>
internal sealed record StatusStyle(string Word, string Symbol, string PlainSymbol, Color Color)
{
    public static StatusStyle Of(StepStatus status) => status switch
    {
        StepStatus.Pending => new("pending", "·", ".", Color.Grey),
        StepStatus.Running => new("running", "▸", ">", Color.Blue),
        StepStatus.Success => new("success", "✓", "+", Color.Green),
        StepStatus.PartialSuccess => new("partial success", "◐", "~", Color.Yellow),
        StepStatus.Failure => new("failure", "✗", "x", Color.Red),
        StepStatus.Skipped => new("skipped", "○", "-", Color.Grey),
        StepStatus.NotRun => new("not run", "◌", "-", Color.Grey),
        StepStatus.Cancelled => new("cancelled", "■", "#", Color.Maroon),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>Symbol and word, "✓ success".</summary>
    public string Label(bool unicode) => $"{(unicode ? Symbol : PlainSymbol)} {Word}";
}
