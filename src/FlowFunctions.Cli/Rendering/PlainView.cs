using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Demo;

namespace FlowFunctions.Cli.Rendering;

/// <summary>The demo in a pipe, a log or a dumb terminal: one line for each change, plain text of at most 80 columns where the words allow it.</summary>
internal sealed class PlainView(TextWriter output, TimeProvider time) : IDemoView
{
    private const int Width = 78;
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    public void Say(string line) => Write(OneLine.Of(line));

    public async Task WaitAsync(Func<string> what, Task work, CancellationToken cancellationToken)
    {
        string? said = null;
        while (!work.IsCompleted)
        {
            if (what() is var now && now != said)
                Say(said = now);
            await Task.WhenAny(work, Task.Delay(Refresh, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        await work;
    }

    public async Task<FlowRun> FollowAsync(string flowName, IAsyncEnumerable<RunSnapshot> snapshots, CancellationToken cancellationToken)
    {
        RunSnapshot? last = null;
        Write("", flowName);
        await foreach (var snapshot in snapshots.WithCancellation(cancellationToken))
        {
            Write([.. RunChanges.Between(last?.Run, snapshot.Run, snapshot.ReadAt)]);
            last = snapshot;
        }

        var (run, readAt) = last ?? throw new InvalidOperationException("A run has at least one snapshot.");
        Write(["", .. PlainTimeline.Of(run, readAt, Width)]);
        return run;
    }

    public void ShowLatestRun(LatestRun latestRun) => Write("", "latestRun", LatestRunText.Of(latestRun));

    public void ShowLines(string title, IReadOnlyList<string> lines) => Write(["", title, .. lines.Select(line => $"  {OneLine.Of(line)}")]);

    public void ShowCommands(string title, IReadOnlyList<string> commands) => Write(["", title, .. commands.Select(command => $"  {command}".TrimEnd()), ""]);

    public void ShowVerdict(bool isExpected, IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
            Say(line);
    }

    private void Write(params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
            output.WriteLine(line);
        output.Flush();
    }
}
