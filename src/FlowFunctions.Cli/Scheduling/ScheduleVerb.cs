using System.CommandLine;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Output;
using FlowFunctions.Cli.Verbs;

namespace FlowFunctions.Cli.Scheduling;

/// <summary><c>flows schedule</c>: shows, sets, switches and deletes the schedule of a flow or integration.</summary>
internal static class ScheduleVerb
{
    public static Verb Create(Surroundings surroundings)
    {
        var verb = new Verb("schedule", "Show, set, enable, disable and delete schedules, and their next times.")
        {
            Examples =
            [
                ("flows schedule set 'Nightly load' --daily 22:00 --zone Europe/Paris", "every night"),
                ("flows schedule show 'Nightly load'", "in plain words"),
                ("flows schedule next 'Nightly load'", "its next ten times"),
                ("flows schedule disable 'Nightly load'", "it starts nothing until it is enabled"),
            ],
        };
        verb.Add(Show(surroundings));
        verb.Add(ScheduleNextVerb.Create(surroundings));
        verb.Add(ScheduleSetVerb.Create(surroundings));
        verb.Add(Status(surroundings, "enable", "enabled", "Let a schedule start runs again. What it missed meanwhile is not caught up."));
        verb.Add(Status(surroundings, "disable", "disabled", "Keep a schedule, and let it start nothing."));
        verb.Add(Delete(surroundings));
        return verb;
    }

    /// <summary>Reads a schedule and writes it.</summary>
    public static async Task WriteAsync(ServerSession session, Found what, CancellationToken cancellationToken)
    {
        var schedule = await ReadAsync(session, what, cancellationToken);
        session.Output.WriteItem(
            schedule,
            () => [$"{what.Name}: {ScheduleText.Of(schedule)}"],
            [new("WHEN", ScheduleText.Of), Column.Field("STATE", "status"), Column.Field("ZONE", "timezone")],
            item => item.Text("name") ?? "");
    }

    /// <exception cref="FlowsException">There is none.</exception>
    public static async Task<JsonObject> ReadAsync(ServerSession session, Found what, CancellationToken cancellationToken) =>
        await FindAsync(session, what, cancellationToken)
        ?? throw new FlowsException(ExitCode.NotFound, $"{what.Text} has no schedule.", $"Set one: flows schedule set '{what.Name}' --daily 22:00 --zone Europe/Paris");

    /// <summary>Null where there is none.</summary>
    public static async Task<JsonObject?> FindAsync(ServerSession session, Found what, CancellationToken cancellationToken) =>
        (await session.Client.FindAsync(PathOf(what), cancellationToken))?["schedule"] as JsonObject;

    /// <summary>Flows and integrations have theirs at the same place.</summary>
    public static string PathOf(Found what) => $"integrations/{what.Id}/schedule";

    private static Verb Show(Surroundings surroundings)
    {
        var name = NameArgument.Runnable();
        var verb = new Verb("show", "Show the schedule of a flow or integration.") { Examples = [("flows schedule show 'Nightly load' -o json", "as the server has it")] };
        verb.Add(name);
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            await WriteAsync(session, await new Finder(session.Client).RunnableAsync(arguments.GetValue(name)!, cancellationToken), cancellationToken);
            return ExitCode.Success;
        });
    }

    private static Verb Status(Surroundings surroundings, string word, string status, string description)
    {
        var (name, yes) = (NameArgument.Runnable(), RunVerb.YesOption());
        var verb = new Verb(word, description) { Examples = [($"flows schedule {word} 'Nightly load'", "by name")] };
        verb.Add(name);
        verb.Add(yes);
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            var what = await new Finder(session.Client).RunnableAsync(arguments.GetValue(name)!, cancellationToken);
            if (!await session.MayChangeAsync($"{char.ToUpperInvariant(word[0])}{word[1..]} the schedule of {what.Text}", arguments.GetValue(yes), cancellationToken))
                return ExitCode.Misuse;
            await session.Client.CallAsync(HttpMethod.Post, $"{PathOf(what)}/status/{status}", null, cancellationToken);
            await WriteAsync(session, what, cancellationToken);
            return ExitCode.Success;
        });
    }

    private static Verb Delete(Surroundings surroundings)
    {
        var (name, yes) = (NameArgument.Runnable(), RunVerb.YesOption());
        var verb = new Verb("delete", "Delete the schedule of a flow or integration, which stays.") { Examples = [("flows schedule delete 'Nightly load' --yes", "without asking")] };
        verb.Add(name);
        verb.Add(yes);
        return ServerVerb.Make(
            verb,
            surroundings,
            async (session, arguments, cancellationToken) =>
            {
                var what = await new Finder(session.Client).RunnableAsync(arguments.GetValue(name)!, cancellationToken);
                if (!await session.Messages.ConfirmAsync($"Delete the schedule of {what.Text}?", arguments.GetValue(yes), cancellationToken))
                    return ExitCode.Misuse;
                await session.Client.CallAsync(HttpMethod.Delete, PathOf(what), null, cancellationToken);
                session.Messages.Say($"{what.Text} has no schedule any more.");
                return ExitCode.Success;
            },
            hasOutput: false);
    }
}
