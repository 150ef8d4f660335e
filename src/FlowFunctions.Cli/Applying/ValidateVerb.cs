using System.CommandLine;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Output;

namespace FlowFunctions.Cli.Applying;

/// <summary><c>flows validate</c>: whether files could be applied.</summary>
internal static class ValidateVerb
{
    public static Verb Create(Surroundings surroundings)
    {
        var files = DefinitionOptions.Files();
        var offline = new Option<bool>("--offline") { Description = "Ask no server: names must all be defined in the files, and what only the server judges is left out." };
        var verb = new Verb("validate", "Check files: their form, the names that they use, and by the server the flows whose integrations it has. Every problem is told.")
        {
            Examples =
            [
                ("flows validate flows/", "by the server too"),
                ("flows validate flows/ --offline", "in an editor's hook or without a server"),
            ],
        };
        verb.Add(files);
        verb.Add(offline);
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            var definitions = await DefinitionFiles.ReadAsync(arguments.GetValue(files)!, surroundings, cancellationToken);
            var server = arguments.GetValue(offline) ? null : await ServerDefinitions.ReadAsync(session.Client, session.Target.Text, cancellationToken);
            References.Check(definitions, server, prunes: false);
            if (server is not null)
                await AskAsync(session, definitions, server, cancellationToken);
            session.Output.WriteList(
                [.. definitions.Select(definition => new JsonObject { ["kind"] = definition.Kind.Word, ["name"] = definition.Name, ["source"] = definition.Source, ["state"] = "valid" })],
                [Column.Field("KIND", "kind"), Column.Field("NAME", "name"), Column.Field("SOURCE", "source"), Column.Field("STATE", "state")],
                item => item.Text("name")!);
            return ExitCode.Success;
        });
    }

    /// <summary>The server judges cycles, limits and all else of a flow, where it has all of its integrations already.</summary>
    private static async Task AskAsync(ServerSession session, IReadOnlyList<Definition> definitions, ServerDefinitions server, CancellationToken cancellationToken)
    {
        var ids = ItemIds.Of(server);
        var problems = new List<DocumentProblem>();
        foreach (var flow in definitions.Where(definition => definition.Kind == Kind.Flow && definition.References.All(reference => server.Find(reference.Kind, reference.Name) is not null)))
        {
            try
            {
                await session.Client.CallAsync(HttpMethod.Post, "integrationflows/validate", new ApiForm(ids.Find).Of(flow), cancellationToken);
            }
            catch (FlowsApiException refusal) when (refusal.Status == System.Net.HttpStatusCode.BadRequest)
            {
                problems.Add(new(flow.Source, flow.Name, refusal.Reason));
            }
        }

        if (problems.Count > 0)
            throw DocumentProblem.Failure(problems);
    }
}
