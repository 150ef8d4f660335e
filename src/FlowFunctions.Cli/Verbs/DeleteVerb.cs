using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Help;

namespace FlowFunctions.Cli.Verbs;

/// <summary><c>flows delete</c>: removes a flow, an integration or a connection.</summary>
internal static class DeleteVerb
{
    public static Verb Create(Surroundings surroundings)
    {
        var (name, yes) = (NameArgument.Any(), RunVerb.YesOption());
        var verb = new Verb("delete", "Delete a flow, an integration or a connection. It cannot be brought back: the name is asked for.")
        {
            Examples =
            [
                ("flows delete 'Nightly load'", "asks for the name"),
                ("flows delete connection/'Planning files' --yes", "without asking; integrations that use it stay, and say so"),
            ],
        };
        verb.Add(name);
        verb.Add(yes);
        return ServerVerb.Make(
            verb,
            surroundings,
            async (session, arguments, cancellationToken) =>
            {
                var found = await new Finder(session.Client).AnyAsync(arguments.GetValue(name)!, cancellationToken);
                if (!await session.Messages.ConfirmByNameAsync($"Delete {found.Text} ({found.Id}) on {session.Target.Profile ?? session.Target.Text}?", found.Name, arguments.GetValue(yes), cancellationToken))
                {
                    session.Messages.Say("Nothing was deleted.");
                    return ExitCode.Misuse;
                }

                await session.Client.CallAsync(HttpMethod.Delete, $"{found.Kind.Path}/{found.Id}", null, cancellationToken);
                session.Messages.Say($"{found.Text} is deleted.");
                return ExitCode.Success;
            },
            hasOutput: false);
    }
}
