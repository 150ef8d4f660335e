using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Watching;
using Spectre.Console;

namespace FlowFunctions.Cli.Tests.Watching;

public class WatchScreenTests
{
    [Fact]
    public void Run_that_goes_on_is_a_tree_with_times_bars_and_why_each_step_waits()
    {
        var screen = Draw(Runs.Halfway, now: 4, width: 110, height: 24);

        Assert.Equal("Nightly planning load  ⠋ running 4.0 s  4 pending, 2 running, 1 success, 1 skipped", screen[0]);
        Assert.Equal(
            [
                "✓ success         Load currencies",
                "▸ running         └ Load products",
                "· pending          └ Load sales",
                "· pending           └ Plan anew",
                "· pending            └ Export plan",
                "○ skipped             └ Archive last plan",
                "· pending              └ Tell planners",
                "▸ running         Load forecast",
            ],
            screen.Skip(1).Take(8).Select(line => line[..Math.Min(line.Length, 42)].TrimEnd()));
        Assert.Contains("50 % Importing into Products", screen[2]);
        Assert.EndsWith("waits for Load products", screen[3]);
        Assert.EndsWith("waits for Load sales, Load forecast", screen[4]);
        Assert.Contains("Waiting for model M1", screen[8]);
        Assert.Contains("0 s", screen[9]);
    }

    [Fact]
    public void Ended_run_leads_with_its_end()
    {
        var screen = Draw(Runs.Ended, now: 20, width: 110, height: 24);

        Assert.Equal("Nightly planning load  ✗ failure  13.1 s  Completed with failures: 1 of 7 steps", screen[0]);
        Assert.Contains(screen, line => line.StartsWith("✗ failure         Load forecast", StringComparison.Ordinal) && line.EndsWith("No file like 'forecast-*.csv'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(200)]
    public void Each_step_has_one_line_however_narrow_the_terminal_is(int width)
    {
        var screen = Draw(Runs.Ended, now: 20, width, height: 24);

        Assert.Equal(Runs.Ended.Steps.Count, screen.Count(line => line.StartsWith("✓ ", StringComparison.Ordinal) || line.StartsWith("✗ ", StringComparison.Ordinal) || line.StartsWith("◐ ", StringComparison.Ordinal) || line.StartsWith("○ ", StringComparison.Ordinal)));
        Assert.All(screen.SkipWhile(line => line[0] is not '✓').Take(Runs.Ended.Steps.Count - 1), line => Assert.Matches("^[✓✗◐○] ", line));
        Assert.Equal(width >= 80, screen.Any(line => line.Contains('█', StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(40, 24)]
    [InlineData(80, 24)]
    [InlineData(80, 10)]
    [InlineData(200, 8)]
    public void No_line_is_too_long_and_no_screen_too_high(int width, int height)
    {
        foreach (var run in new[] { Runs.Begun, Runs.Halfway, Runs.Ended })
        {
            var screen = Draw(run, now: 4, width, height);

            Assert.True(screen.Count < height, string.Join('\n', screen));
            Assert.All(screen, line => Assert.True(line.Length <= width, line));
        }
    }

    [Fact]
    public void Where_there_is_no_room_what_runs_and_what_failed_stays_and_the_rest_is_counted()
    {
        var screen = Draw(Runs.Ended, now: 20, width: 100, height: 8);

        Assert.Contains(screen, line => line.Contains("Load forecast", StringComparison.Ordinal));
        Assert.Contains("  and 4 success, 1 skipped", screen);
    }

    [Fact]
    public void Run_that_tells_its_own_graph_and_why_a_step_waits_is_believed_over_the_flow()
    {
        var steps = Runs.Halfway.Steps.Select(step => step with { Definition = new() { DependsOn = step.Referrer == "load-forecast" ? ["load-currencies"] : [] } }).ToList();
        var waiting = steps.FindIndex(step => step.Status == StepStatus.Pending);
        steps[waiting] = steps[waiting] with { WaitingFor = new() { Reason = "place", Message = "20 steps run at once already" } };

        var screen = Draw(Runs.Halfway with { Steps = steps }, now: 6, width: 110, height: 24);

        Assert.Contains(screen, line => line.Contains("└ Load forecast", StringComparison.Ordinal));
        Assert.DoesNotContain(screen, line => line.Contains("└ Load products", StringComparison.Ordinal));
        Assert.Contains(screen, line => line.Contains(steps[waiting].Name, StringComparison.Ordinal) && line.EndsWith("20 steps run at once already", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_of_a_flow_that_has_succeeded_before_says_how_long_it_takes()
    {
        var flow = Runs.Followed.What with { Summary = JsonNode.Parse("""{"expectedDuration":{"median":"PT12M30S","p90":"PT15M","runs":28} }""")!.AsObject() };

        var screen = Draw(Runs.Halfway, now: 4, width: 110, height: 24, Runs.Followed with { What = flow });

        Assert.StartsWith("Nightly planning load  ⠋ running 4.0 s of about 12:30  4 pending", screen[0]);
    }

    [Fact]
    public void Graph_with_a_circle_or_an_unknown_step_is_still_drawn()
    {
        var graph = StepGraph.Of(JsonNode.Parse("""{"steps":[{"referrer":"load-currencies","dependsOn":["load-products"]},{"referrer":"load-products","dependsOn":["load-currencies"]}]}""")!.AsObject());

        Assert.All(graph.TreeOf([.. Runs.Begun.Steps.Skip(2)]), line => Assert.Equal(0, line.Depth));
        Assert.Equal(Runs.Begun.Steps.Count, graph.TreeOf(Runs.Begun.Steps).Count);
    }

    private static List<string> Draw(FlowRun run, double now, int width, int height, FollowedRun? followed = null)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        console.Write(WatchScreen.Of(followed ?? Runs.Followed, run, Runs.Start.AddSeconds(now), frame: 0, width, height, unicode: true));
        return [.. output.ToString().TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())];
    }
}
