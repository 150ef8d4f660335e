using System.CommandLine;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Browsing;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Output;
using FlowFunctions.Cli.Watching;

namespace FlowFunctions.Cli.Verbs;

/// <summary><c>flows run</c>: starts a run, of all steps or of some.</summary>
internal static class RunVerb
{
    public static Verb Create(Surroundings surroundings)
    {
        var name = NameArgument.Runnable();
        var only = new Option<string[]>("--only")
        {
            Description = "Run only these steps, by name or id; the others count as skipped. May be given again and again.",
            HelpName = "STEP",
            AllowMultipleArgumentsPerToken = true,
        };
        var (watch, interval, web, yes) = (WatchOptions.Watch(), WatchOptions.Interval(), WebOption.Create(), YesOption());
        var verb = new Verb("run", "Run a flow or an integration. Its run's id is written; with --watch, what it does until its end.")
        {
            Examples =
            [
                ("flows run 'Nightly load'", "start it, and say the run's id"),
                ("flows run 'Nightly load' --watch --timeout 2h", "wait for its end: exit code 0, 1 failed, 7 cancelled, 5 after two hours"),
                ("flows run 'Nightly load' --only 'Load sales' 'Plan anew'", "two of its steps"),
                ("flows run 'Nightly load' --web", "see it in the browser"),
                ("flows run 'Nightly load' --watch -o json > run.json", "the ended run as a document"),
            ],
        };
        verb.Add(name);
        foreach (var option in new Option[] { only, watch, interval, web, yes })
            verb.Add(option);
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            var what = await new Finder(session.Client).RunnableAsync(arguments.GetValue(name)!, cancellationToken);
            var body = arguments.GetValue(only) is { Length: > 0 } steps ? await SelectionAsync(session, what, steps, cancellationToken) : null;
            if (!await session.MayChangeAsync($"Run {what.Text}", arguments.GetValue(yes), cancellationToken))
                return ExitCode.Misuse;
            var answer = await session.Client.CallAsync(HttpMethod.Post, $"{what.Kind.Path}/{what.Id}/run", body, cancellationToken);
            var runId = answer.Text("run.id")!;
            session.Messages.Say($"Run {runId} of {what.Text} has started.");
            return await StartedAsync(session, what, runId, arguments.GetValue(watch), arguments.GetValue(interval), arguments.GetValue(web), cancellationToken);
        });
    }

    /// <summary>What follows the start of a run: its page is told and opened where that is wanted; it is watched, or its id is written.</summary>
    public static async Task<int> StartedAsync(ServerSession session, Found what, string runId, bool isWatched, TimeSpan? interval, bool isOpened, CancellationToken cancellationToken)
    {
        var page = PageAddress.OfRun(session.Target, what, runId);
        session.Messages.Say($"See it at {page}");
        if (isOpened)
            await WebOption.OpenAsync(session, page, cancellationToken);
        if (isWatched)
            return await new RunWatcher(session).WatchAsync(what, runId, interval ?? WatchOptions.DefaultInterval, cancellationToken);
        var run = new JsonObject { ["id"] = runId, ["integrationId"] = what.Id, ["name"] = what.Name, ["page"] = page.AbsoluteUri };
        session.Output.WriteItem(run, () => [runId], [Column.Field("RUN", "id"), Column.Field("NAME", "name")], item => item.Text("id")!);
        return ExitCode.Success;
    }

    public static Option<bool> YesOption() => new("--yes", "-y") { Description = "Do it without asking." };

    private static async Task<JsonObject> SelectionAsync(ServerSession session, Found what, string[] wanted, CancellationToken cancellationToken)
    {
        if (!what.IsFlow)
            throw new FlowsException(ExitCode.Misuse, $"{what.Text} has no steps.", "Leave --only out.");
        var ids = await new StepFinder(session.Client).IdsAsync(what, wanted, cancellationToken);
        return new JsonObject { ["stepsToRun"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]) };
    }
}
