using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Output;
using FlowFunctions.Cli.Rendering;
using FlowFunctions.Cli.Verbs;
using Spectre.Console;

namespace FlowFunctions.Cli.Watching;

/// <summary>Shows a run until its end: one screen that lives on a terminal, a line for each change elsewhere.</summary>
internal sealed class RunWatcher(ServerSession session)
{
    /// <summary>The screen draws more often than it asks, so that times and the spinner move.</summary>
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(200);

    private readonly RunFinder _runs = new(session.Client);

    /// <summary>Watches, writes what the output's format wants, and answers the exit code of the run's end.</summary>
    /// <param name="what">The flow or integration.</param>
    /// <param name="runId">Of its run.</param>
    /// <param name="interval">Between two requests.</param>
    /// <param name="cancellationToken">Ends the watching, not the run, and says so.</param>
    public async Task<int> WatchAsync(Found what, string runId, TimeSpan interval, CancellationToken cancellationToken)
    {
        try
        {
            var graph = what.IsFlow ? StepGraph.Of((await session.Client.ReadAsync($"integrationflows/{what.Id}", cancellationToken))["integrationFlow"]!.AsObject()) : StepGraph.None;
            var followed = new FollowedRun(what, runId, graph);
            var snapshots = new RunFollower(session).FollowAsync(followed, interval, cancellationToken);
            var isLive = session.Messages.IsLive && (!session.Output.IsTable || session.Surroundings.IsOutputLive);
            var run = isLive ? await ShowAsync(followed, snapshots, cancellationToken) : await TellAsync(followed, snapshots, cancellationToken);
            if (!session.Output.IsTable)
            {
                var document = await _runs.ReadAsync(what, runId, cancellationToken);
                session.Output.WriteItem(document, () => [], RunColumns.History(session.Time.GetUtcNow()), item => item.Text("id") ?? "");
            }

            return RunState.Of(run).ExitCode;
        }
        catch (OperationCanceledException)
        {
            session.Messages.Say($"The run goes on. See it again: flows watch '{what.Name}' {runId}{(what.IsFlow ? $"; end it: flows cancel '{what.Name}'" : "")}");
            throw;
        }
    }

    private async Task<FlowRun> TellAsync(FollowedRun followed, IAsyncEnumerable<RunSnapshot> snapshots, CancellationToken cancellationToken)
    {
        RunSnapshot? last = null;
        Action<IEnumerable<string>> write = session.Output.IsTable ? session.Output.WriteLines : lines => session.Messages.SayLines(lines);
        write([$"{OneLine.Of(followed.What.Name)}, run {followed.RunId}"]);
        await foreach (var snapshot in snapshots.WithCancellation(cancellationToken))
        {
            write(RunChanges.Between(last?.Run, snapshot.Run, snapshot.ReadAt));
            last = snapshot;
        }

        return last!.Run;
    }

    private async Task<FlowRun> ShowAsync(FollowedRun followed, IAsyncEnumerable<RunSnapshot> snapshots, CancellationToken cancellationToken)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(session.Messages.Writer) });
        if (session.Surroundings.Width > 0)
            console.Profile.Width = session.Surroundings.Width;
        FlowRun? last = null;
        await console.Live(new Text("")).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            await using var reader = snapshots.GetAsyncEnumerator(cancellationToken);
            var next = reader.MoveNextAsync().AsTask();
            for (var frame = 0; ; frame++)
            {
                if (next.IsCompleted)
                {
                    if (!await next)
                        return;
                    last = reader.Current.Run;
                    next = reader.MoveNextAsync().AsTask();
                }

                if (last is not null)
                    live.UpdateTarget(WatchScreen.Of(followed, last, session.Time.GetUtcNow(), frame, console.Profile.Width, console.Profile.Height, console.Profile.Capabilities.Unicode));
                await Task.WhenAny(next, Task.Delay(Frame, session.Time, CancellationToken.None));
            }
        });
        return last!;
    }
}
