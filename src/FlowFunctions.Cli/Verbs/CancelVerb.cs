using System.CommandLine;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Output;
using FlowFunctions.Cli.Watching;

namespace FlowFunctions.Cli.Verbs;

/// <summary><c>flows cancel</c>: ends a run of a flow early.</summary>
internal static class CancelVerb
{
    public static Verb Create(Surroundings surroundings)
    {
        var (name, run, yes) = (NameArgument.Flow(), NameArgument.Run(), RunVerb.YesOption());
        var wait = new Option<bool>("--wait") { Description = "Return when the run has ended, which steps in flight may delay." };
        var verb = new Verb("cancel", "Cancel a run of a flow: no further step starts, steps in flight are cancelled where their target can.")
        {
            Examples =
            [
                ("flows cancel 'Nightly load'", "its newest run"),
                ("flows cancel 'Nightly load' --wait --timeout 5m", "and wait for its end"),
            ],
        };
        verb.Add(name);
        verb.Add(run);
        verb.Add(wait);
        verb.Add(yes);
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            var what = await new Finder(session.Client).FlowAsync(arguments.GetValue(name)!, cancellationToken);
            var runs = new RunFinder(session.Client);
            var runId = await runs.IdAsync(what, arguments.GetValue(run), cancellationToken);
            if (!await session.MayChangeAsync($"Cancel run {runId} of {what.Text}", arguments.GetValue(yes), cancellationToken))
                return ExitCode.Misuse;
            await session.Client.CancelRunAsync(what.Id, runId, cancellationToken);
            session.Messages.Say($"Run {runId} of {what.Text} is being cancelled.");
            if (arguments.GetValue(wait))
            {
                var followed = new FollowedRun(what, runId, StepGraph.None);
                await foreach (var snapshot in new RunFollower(session).FollowAsync(followed, WatchOptions.DefaultInterval, cancellationToken))
                {
                    if (snapshot.Run.HasEnded)
                        session.Messages.Say($"It has ended: {snapshot.Run.Message}");
                }
            }

            var document = await runs.ReadAsync(what, runId, cancellationToken);
            session.Output.WriteItem(document, () => [], RunColumns.History(session.Time.GetUtcNow()), item => item.Text("id")!);
            return ExitCode.Success;
        });
    }
}
