using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Demo;
using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Tests.Rendering;

public sealed class PlainViewTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly PlainView _view;

    public PlainViewTests() => _view = new PlainView(_output, TimeProvider.System);

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task Run_is_told_one_line_for_each_change_and_ends_with_its_timeline()
    {
        var last = await _view.FollowAsync("Nightly planning load", Snapshots(), CancellationToken.None);

        Assert.Same(Runs.Ended, last);
        Assert.Equal(
            """

            Nightly planning load
               0.1 s  Load currencies    running          Importing into Currencies
               0.1 s  Load forecast      running          Waiting for model M1: 1 before it, first 'Load currencies'
               0.2 s  Archive last plan  skipped
               1.9 s  Load currencies    success          Currencies: 6 rows successful
               2.0 s  Load products      running          Importing into Products
               2.2 s  Load forecast      running          Waiting for model M1: 1 before it, first 'Load products'
               4.0 s  Load products      success          Products: 6 rows successful
               4.3 s  Load forecast      failure          No file like 'forecast-*.csv'
               6.1 s  Load sales         partial success  3 rows rejected
               8.1 s  Plan anew          success          Plan: 18 combinations from Sales
              10.3 s  Export plan        success          18 rows exported
              13.0 s  Tell planners      success          26 planners told (3 attempts)
              13.1 s  Completed with failures: 1 of 7 steps

            Load currencies     1.8 s  #######
            Load products       2.0 s         #########
            Load sales          2.1 s                 #########
            Load forecast       4.2 s  #################
            Plan anew           1.9 s                          ########
            Export plan         2.1 s                                 #########
            Archive last plan
            Tell planners       2.6 s                                          ###########
                                       0 s                5 s                10 s

            """.ReplaceLineEndings("\n"), _output.ToString());
    }

    [Fact]
    public void Every_line_is_plain_text_of_at_most_80_columns()
    {
        _view.Say("Ready \u001b[31m");
        _view.ShowLatestRun(Runs.Latest);
        _view.ShowLines("Found", ["P-199\u001b[31m"]);
        _view.ShowVerdict(isExpected: false, ["One", "Two"]);

        Assert.All(_output.ToString().Split('\n'), line => Assert.True(line.Length <= 80 && line.All(c => c is >= ' ' and <= '~'), line));
    }

    [Fact]
    public async Task Wait_prints_what_it_waits_for_once_until_that_changes()
    {
        var work = new TaskCompletionSource();
        var asked = 0;

        await _view.WaitAsync(() =>
        {
            asked++;
            if (asked == 3)
                work.SetResult();
            return asked < 3 ? "Starting" : "Installing";
        }, work.Task, CancellationToken.None);

        Assert.Equal("Starting\nInstalling\n", _output.ToString());
    }

    [Fact]
    public async Task Wait_passes_the_failure_of_the_work_on()
    {
        var failure = await Assert.ThrowsAsync<FlowsException>(() => _view.WaitAsync(() => "Starting", Task.FromException(new FlowsException("broken", "cure")), CancellationToken.None));

        Assert.Equal("broken", failure.Message);
    }

    [Fact]
    public void Another_attempt_of_a_running_step_is_a_change()
    {
        var before = Runs.Ended with { EndDate = null, Steps = [.. Runs.Ended.Steps.Take(7), Runs.Step("Tell planners", StepStatus.Running, 10.4, attempts: 2)] };
        var after = before with { Steps = [.. before.Steps.Take(7), before.Steps[7] with { Attempts = 3 }] };

        Assert.Equal(["  12.0 s  Tell planners      running          attempt 3"], RunChanges.Between(before, after, Runs.Start.AddSeconds(12)));
    }

    [Fact]
    public void What_a_running_step_waits_for_is_a_change_and_what_it_does_is_not()
    {
        var before = Runs.Begun;
        var after = before with
        {
            Steps =
            [
                before.Steps[0] with { Message = "Reading currencies.csv" },
                .. before.Steps.Skip(1).Take(2),
                before.Steps[3] with { Message = "Waiting for model M1: 2 before it" },
                .. before.Steps.Skip(4),
            ],
        };

        Assert.Equal(["   1.0 s  Load forecast      running          Waiting for model M1: 2 before it"], RunChanges.Between(before, after, Runs.Start.AddSeconds(1)));
    }

    [Fact]
    public void Same_snapshot_again_is_no_change() => Assert.Empty(RunChanges.Between(Runs.Halfway, Runs.Halfway, Runs.Start.AddSeconds(3)));

    private static async IAsyncEnumerable<RunSnapshot> Snapshots()
    {
        foreach (var (run, at) in new[] { (Runs.Begun, 0.2), (Runs.Halfway, 2.2), (Runs.Halfway, 3), (Runs.Ended, 14) })
        {
            await Task.Yield();
            yield return new RunSnapshot(run, Runs.Start.AddSeconds(at));
        }
    }
}
