using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Help;

namespace FlowFunctions.Cli.Verbs;

/// <summary><c>flows resume</c>: runs what a run left undone.</summary>
internal static class ResumeVerb
{
    public static Verb Create(Surroundings surroundings)
    {
        var (name, run, watch, interval, yes) = (NameArgument.Flow(), NameArgument.Run(), WatchOptions.Watch(), WatchOptions.Interval(), RunVerb.YesOption());
        var verb = new Verb("resume", "Start a new run of only those steps of a run that did not succeed, as if the others were done.")
        {
            Examples =
            [
                ("flows resume 'Nightly load'", "what its newest run left"),
                ("flows resume 'Nightly load' --watch", "and wait for the end"),
            ],
        };
        verb.Add(name);
        verb.Add(run);
        verb.Add(watch);
        verb.Add(interval);
        verb.Add(yes);
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            var what = await new Finder(session.Client).FlowAsync(arguments.GetValue(name)!, cancellationToken);
            var earlier = await new RunFinder(session.Client).IdAsync(what, arguments.GetValue(run), cancellationToken);
            if (!session.MayChange($"Resume run {earlier} of {what.Text}", arguments.GetValue(yes)))
                return ExitCode.Misuse;
            var answer = await session.Client.CallAsync(HttpMethod.Post, $"integrationflows/{what.Id}/runs/{earlier}/resume", null, cancellationToken);
            var runId = answer.Text("run.id")!;
            session.Messages.Say($"Run {runId} of {what.Text} has started, with what run {earlier} left.");
            return await RunVerb.StartedAsync(session, what, runId, arguments.GetValue(watch), arguments.GetValue(interval), cancellationToken);
        });
    }
}
