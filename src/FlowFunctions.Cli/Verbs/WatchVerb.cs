using FlowFunctions.Cli.Browsing;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Watching;

namespace FlowFunctions.Cli.Verbs;

/// <summary><c>flows watch</c>: follows a run to its end.</summary>
internal static class WatchVerb
{
    public static Verb Create(Surroundings surroundings)
    {
        var (name, run, interval, web) = (NameArgument.Runnable(), NameArgument.Run(), WatchOptions.Interval(), WebOption.Create());
        var verb = new Verb("watch", "Show a run until its end: one live screen on a terminal, a line for each change in a pipe. The exit code is the run's.")
        {
            Examples =
            [
                ("flows watch 'Nightly load'", "its newest run"),
                ("flows watch 'Nightly load' --timeout 30m || echo $?", "0 succeeded, 1 failed, 7 cancelled, 5 still running"),
                ("flows watch 'Nightly load' -o json 2> /dev/null", "nothing until its end, then the run"),
            ],
        };
        verb.Add(name);
        verb.Add(run);
        verb.Add(interval);
        verb.Add(web);
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            var what = await new Finder(session.Client).RunnableAsync(arguments.GetValue(name)!, cancellationToken);
            var runId = await new RunFinder(session.Client).IdAsync(what, arguments.GetValue(run), cancellationToken);
            var page = PageAddress.OfRun(session.Target, what, runId);
            session.Messages.Say($"See it at {page}");
            if (arguments.GetValue(web))
                await WebOption.OpenAsync(session, page, cancellationToken);
            return await new RunWatcher(session).WatchAsync(what, runId, arguments.GetValue(interval) ?? WatchOptions.DefaultInterval, cancellationToken);
        });
    }
}
