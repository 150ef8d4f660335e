using System.CommandLine;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Browsing;
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
        var (name, run, watch, interval) = (NameArgument.Flow(), NameArgument.Run(), WatchOptions.Watch(), WatchOptions.Interval());
        var (web, yes) = (WebOption.Create(), RunVerb.YesOption());
        var from = new Option<string?>("--from")
        {
            Description = "Run this step, by name or id, and all that depends on it, whether it is done or not; of the others only what is not done.",
            HelpName = "STEP",
        };
        var verb = new Verb("resume", "Start a new run of only those steps of a run that did not succeed, as if the others were done.")
        {
            Examples =
            [
                ("flows resume 'Nightly load'", "what its newest run left"),
                ("flows resume 'Nightly load' --watch", "and wait for the end"),
                ("flows resume 'Nightly load' --from 'Load sales'", "once its file is corrected: that step again, and what follows"),
            ],
        };
        verb.Add(name);
        verb.Add(run);
        foreach (var option in new Option[] { from, watch, interval, web, yes })
            verb.Add(option);
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            var what = await new Finder(session.Client).FlowAsync(arguments.GetValue(name)!, cancellationToken);
            var earlier = await new RunFinder(session.Client).IdOfStartedAsync(what, arguments.GetValue(run), cancellationToken);
            var body = arguments.GetValue(from) is { } step ? new JsonObject { ["fromStep"] = (await new StepFinder(session.Client).IdsAsync(what, [step], cancellationToken))[0] } : null;
            if (!await session.MayChangeAsync($"Resume run {earlier} of {what.Text}", arguments.GetValue(yes), cancellationToken))
                return ExitCode.Misuse;
            var answer = await session.Client.CallAsync(HttpMethod.Post, $"integrationflows/{what.Id}/runs/{earlier}/resume", body, cancellationToken);
            var runId = answer.Text("run.id")!;
            session.Messages.Say($"Run {runId} of {what.Text} has started, with what run {earlier} left{(body is null ? "" : $" and all from '{arguments.GetValue(from)}' on")}.");
            return await RunVerb.StartedAsync(session, what, runId, arguments.GetValue(watch), arguments.GetValue(interval), arguments.GetValue(web), cancellationToken);
        });
    }
}
