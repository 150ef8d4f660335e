using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Demo;
using FlowFunctions.Cli.Rendering;
using Spectre.Console;

namespace FlowFunctions.Cli.Tests.Rendering;

public sealed class LiveViewTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly LiveView _view;

    public LiveViewTests()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(_output),
        });
        console.Profile.Width = 80;
        console.Profile.Height = 24;
        console.Profile.Capabilities.Unicode = true;
        _view = new LiveView(console, TimeProvider.System);
    }

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task Table_is_redrawn_in_place_and_the_end_of_the_run_stays()
    {
        var last = await _view.FollowAsync("Nightly planning load", Snapshots(), CancellationToken.None);

        Assert.Same(Runs.Ended, last);
        var output = _output.ToString();
        Assert.Matches("\u001b\\[[0-9]+A", output);
        var final = output[output.LastIndexOf("Nightly planning load", StringComparison.Ordinal)..];
        Assert.Contains("Completed with failures: 1 of 7 steps", final);
        Assert.Contains("partial success", final);
    }

    [Fact]
    public void Commands_are_shown_as_they_are_to_be_pasted()
    {
        var command = "curl -H \"$key\" " + new string('x', 100) + " [not markup]";

        _view.ShowCommands("Call:", [command]);

        Assert.Contains($"  {command}\n", _output.ToString());
    }

    [Fact]
    public void Lines_that_others_wrote_are_neither_wrapped_nor_obeyed()
    {
        _view.ShowLines("Found", ["P-199 " + new string('x', 100) + " [red]\u001b[31m"]);

        Assert.Contains("  P-199 " + new string('x', 100) + " [red] [31m\n", _output.ToString());
    }

    [Fact]
    public void LatestRun_is_shown_as_json_in_a_panel()
    {
        _view.ShowLatestRun(Runs.Latest);

        Assert.Contains("latestRun", _output.ToString());
        Assert.Contains("\"executionErrorCode\": 1007,", _output.ToString());
        Assert.Contains("\"startDate\": \"2026-11-23T01:00:00.000Z\",", _output.ToString());
    }

    [Fact]
    public void Text_that_looks_like_markup_is_only_text()
    {
        _view.Say("[red]not[/] \u001b[31mmarkup");

        Assert.Contains("[red]not[/]  [31mmarkup", _output.ToString());
    }

    [Fact]
    public async Task Wait_ends_with_the_work_and_passes_its_failure_on()
    {
        await _view.WaitAsync(() => "Starting", Task.CompletedTask, CancellationToken.None);

        await Assert.ThrowsAsync<FlowsException>(() => _view.WaitAsync(() => "Starting", Task.FromException(new FlowsException("broken", "cure")), CancellationToken.None));
    }

    [Fact]
    public async Task Wait_ends_when_it_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        var asked = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _view.WaitAsync(() =>
        {
            if (++asked == 2)
                cancelled.Cancel();
            return "Starting";
        }, new TaskCompletionSource().Task, cancelled.Token));
    }

    private static async IAsyncEnumerable<RunSnapshot> Snapshots()
    {
        foreach (var (run, at) in new[] { (Runs.Begun, 0.2), (Runs.Halfway, 0.6), (Runs.Ended, 14) })
        {
            await Task.Yield();
            yield return new RunSnapshot(run, Runs.Start.AddSeconds(at));
        }
    }
}
