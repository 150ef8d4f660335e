using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Demo;
using Spectre.Console;

namespace FlowFunctions.Cli.Rendering;

/// <summary>The demo on a terminal: spinner, live table and timeline.</summary>
internal sealed class LiveView(IAnsiConsole console, TimeProvider time) : IDemoView
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    private bool Unicode => console.Profile.Capabilities.Unicode;

    public void Say(string line) => console.MarkupLineInterpolated($"[green]{(Unicode ? "✓" : "+")}[/] {OneLine.Of(line)}");

    public Task WaitAsync(Func<string> what, Task work, CancellationToken cancellationToken) =>
        console.Status().Spinner(Spinner.Known.Dots).StartAsync(Markup.Escape(what()), async status =>
        {
            while (!work.IsCompleted)
            {
                status.Status = Markup.Escape(OneLine.Of(what()));
                await Task.WhenAny(work, Task.Delay(Refresh, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }

            await work;
        });

    public async Task<FlowRun> FollowAsync(string flowName, IAsyncEnumerable<RunSnapshot> snapshots, CancellationToken cancellationToken)
    {
        FlowRun? last = null;
        console.WriteLine();
        await console.Live(new Text("")).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            var frame = 0;
            await foreach (var (run, readAt) in snapshots.WithCancellation(cancellationToken))
            {
                live.UpdateTarget(RunScreen.Of(flowName, run, readAt, frame++, console.Profile.Width, Unicode));
                last = run;
            }
        });
        return last ?? throw new InvalidOperationException("A run has at least one snapshot.");
    }

    public void ShowLatestRun(LatestRun latestRun) => console.Write(new Panel(new Text(LatestRunText.Of(latestRun)))
    {
        Header = new PanelHeader(" latestRun "),
        Border = Unicode ? BoxBorder.Rounded : BoxBorder.Ascii,
        BorderStyle = new Style(Color.Grey),
        Padding = new Padding(1, 0),
    });

    public void ShowLines(string title, IReadOnlyList<string> lines) => WriteLines(title, lines.Select(OneLine.Of));

    public void ShowCommands(string title, IReadOnlyList<string> commands)
    {
        WriteLines(title, commands);
        console.WriteLine();
    }

    /// <summary>Past the console, which would wrap them.</summary>
    private void WriteLines(string title, IEnumerable<string> lines)
    {
        console.MarkupLineInterpolated($"\n[bold]{title}[/]");
        foreach (var line in lines)
            console.Profile.Out.Writer.WriteLine($"  {line}");
    }

    public void ShowVerdict(bool isExpected, IReadOnlyList<string> lines)
    {
        var style = StatusStyle.Of(isExpected ? StepStatus.Success : StepStatus.Failure);
        var symbol = Unicode ? style.Symbol : style.PlainSymbol;
        foreach (var line in lines)
            console.Write(new Text($"{symbol} {OneLine.Of(line)}\n", new Style(style.Color)));
    }
}
