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
               0.1 s  Load currencies    running
               0.1 s  Load forecast      running
               0.2 s  Archive last plan  skipped
               0.2 s  Load currencies    success          31 currencies
               0.2 s  Load products      running
               0.2 s  Load sales         running
               3.2 s  Load forecast      failure          No file arrived
               4.3 s  Load products      success          1,204 products
               7.3 s  Load sales         success          48,310 rows (3 attempts)
               9.5 s  Validate sales     partial success  12 rows rejected
              13.7 s  Aggregate plan     success          1,204 plan lines
              13.8 s  Publish plan       success          26 planners told
              13.9 s  Completed with failures: 1 of 7 steps

            Load currencies     0.1 s  #
            Load products       4.1 s  ################
            Load sales          7.1 s  ###########################
            Load forecast       3.1 s  ############
            Validate sales      2.1 s                             ########
            Aggregate plan      4.1 s                                     ###############
            Archive last plan
            Publish plan        0.1 s                                                    #
                                       0 s               5 s               10 s

            """.ReplaceLineEndings("\n"), _output.ToString());
    }

    [Fact]
    public void Every_line_is_plain_text_of_at_most_80_columns()
    {
        _view.Say("Ready \u001b[31m");
        _view.ShowLatestRun(Runs.Latest);
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
        var before = Runs.Halfway;
        var after = before with { Steps = [.. before.Steps.Select(step => step.Name == "Load sales" ? step with { Attempts = 3 } : step)] };

        Assert.Equal(["   2.0 s  Load sales         running          attempt 3"], RunChanges.Between(before, after, Runs.Start.AddSeconds(2)));
    }

    [Fact]
    public void Same_snapshot_again_is_no_change() => Assert.Empty(RunChanges.Between(Runs.Halfway, Runs.Halfway, Runs.Start.AddSeconds(3)));

    private static async IAsyncEnumerable<RunSnapshot> Snapshots()
    {
        foreach (var (run, at) in new[] { (Runs.Begun, 0.2), (Runs.Halfway, 0.6), (Runs.Halfway, 2), (Runs.Ended, 14) })
        {
            await Task.Yield();
            yield return new RunSnapshot(run, Runs.Start.AddSeconds(at));
        }
    }
}
