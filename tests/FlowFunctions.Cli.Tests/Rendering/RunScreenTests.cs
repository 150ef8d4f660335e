using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Rendering;
using Spectre.Console;

namespace FlowFunctions.Cli.Tests.Rendering;

public class RunScreenTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(140)]
    public void Eight_steps_fit_on_a_terminal_of_24_lines_and_no_line_is_too_long(int width)
    {
        foreach (var run in new[] { Runs.Begun, Runs.Halfway, Runs.Ended })
        {
            var lines = Draw(run, width);

            Assert.True(lines.Count <= 23, $"{lines.Count} lines:\n{string.Join('\n', lines)}");
            Assert.All(lines, line => Assert.True(line.Length <= width, line));
        }
    }

    [Fact]
    public void Table_tells_status_in_words_attempts_duration_and_message()
    {
        var lines = Draw(Runs.Ended, 80);

        Assert.Contains(lines, line => line.Contains("Tell planners") && line.Contains("✓ success") && line.Contains(" 3 ") && line.Contains("2.6 s") && line.Contains("26 planners told"));
        Assert.Contains(lines, line => line.Contains("Load forecast") && line.Contains("✗ failure") && line.Contains("No file like"));
        Assert.Contains(lines, line => line.Contains("Load sales") && line.Contains("◐ partial success") && line.Contains("3 rows rejected"));
        Assert.Contains(lines, line => line.Contains("Archive last plan") && line.Contains("○ skipped"));
        Assert.Contains("✗ Completed with failures: 1 of 7 steps  13.1 s", lines[0]);
    }

    [Fact]
    public void Running_step_fills_its_bar_by_its_progress()
    {
        var row = Draw(Runs.Halfway, 80).First(line => line.Contains("Load products"));

        Assert.Contains("▸ running", row);
        Assert.Contains(" ━━━━──── ", row);
    }

    [Fact]
    public void Step_that_waits_for_its_turn_says_so()
    {
        var row = Draw(Runs.Halfway, 140).First(line => line.Contains("Load forecast"));

        Assert.Contains("Waiting for model M1: 1 before it, first 'Load products'", row);
    }

    [Fact]
    public void Long_or_hostile_message_stays_in_its_row()
    {
        var hostile = "\u001b[31mred\u001b[0m\nsecond line " + new string('x', 500);
        var run = Runs.Ended with { Steps = [.. Runs.Ended.Steps.Select(step => step with { Message = hostile })] };

        var lines = Draw(run, 80);

        Assert.Equal(Draw(Runs.Ended, 80).Count, lines.Count);
        Assert.All(lines, line => Assert.DoesNotContain('\u001b', line));
    }

    [Fact]
    public void Terminal_without_unicode_gets_ascii_only()
    {
        foreach (var run in new[] { Runs.Begun, Runs.Halfway, Runs.Ended })
            Assert.All(Draw(run, 120, unicode: false), line => Assert.True(line.All(char.IsAscii), line));
    }

    [Fact]
    public void Every_status_has_a_word_and_a_symbol_of_its_own()
    {
        var styles = Enum.GetValues<StepStatus>().Select(StatusStyle.Of).ToList();

        Assert.Equal(styles.Count, styles.Select(style => style.Word).Distinct().Count());
        Assert.Equal(styles.Count, styles.Select(style => style.Symbol).Distinct().Count());
    }

    private static List<string> Draw(FlowRun run, int width, bool unicode = true)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = unicode;
        console.Write(RunScreen.Of("Nightly planning load", run, run.EndDate ?? Runs.Start.AddSeconds(2.2), frame: 0, width, unicode));
        return [.. output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')];
    }
}
