using System.CommandLine;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Output;

namespace FlowFunctions.Cli.Exporting;

/// <summary><c>flows export</c>: what a server has as files that <c>apply</c> takes, without secrets.</summary>
internal static class ExportVerb
{
    public static Verb Create(Surroundings surroundings)
    {
        var names = new Argument<string[]>("names") { Description = "Names or ids of flows, integrations and connections; none is everything.", Arity = ArgumentArity.ZeroOrMore };
        var references = new Option<bool>("--with-references") { Description = "Also what they use: the integrations of flows, the connections of integrations." };
        var to = new Option<string?>("--to") { Description = "Write a file for each into this folder, with the schema for editors, instead of one text.", HelpName = "DIR" };
        var verb = new Verb("export", "Write definitions of what the server has, without secrets: those are named, and given to apply.")
        {
            Examples =
            [
                ("flows export > flows.yaml", "everything as one file of YAML"),
                ("flows export --to flows/", "a file for each"),
                ("flows export 'Nightly load' --with-references -o json", "a flow with all it uses, as JSON"),
            ],
        };
        verb.Add(names);
        verb.Add(references);
        verb.Add(to);
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            var definitions = await ExportAsync(session, arguments.GetValue(names) ?? [], arguments.GetValue(references), cancellationToken);
            if (arguments.GetValue(to) is { } folder)
            {
                await DefinitionFolder.WriteAsync(Path.Combine(surroundings.Folder, folder), definitions, cancellationToken);
                session.Messages.Say($"{definitions.Count} definitions are in {folder}.");
                return ExitCode.Success;
            }

            // A table of definitions has no use: what is made is for apply.
            if (session.Output.Format is OutputFormat.Table or OutputFormat.Yaml)
                session.Output.WriteLines(definitions.Select((definition, at) => $"{(at == 0 ? "" : "---\n")}{YamlText.Of(definition.Content)}"));
            else
                session.Output.WriteList([.. definitions.Select(definition => definition.Content)], [Column.Field("KIND", "kind"), Column.Field("NAME", "name")], item => item.Text("name")!);
            return ExitCode.Success;
        });
    }

    private static async Task<IReadOnlyList<Definition>> ExportAsync(ServerSession session, string[] names, bool withReferences, CancellationToken cancellationToken)
    {
        var server = await ServerDefinitions.ReadAsync(session.Client, session.Target.Text, cancellationToken);
        var wanted = new Dictionary<string, Found>(StringComparer.Ordinal);
        foreach (var found in names.Length == 0 ? server.All : await FindAsync(session, names, cancellationToken))
            wanted[found.Id] = server.Find(found.Kind, found.Name) ?? found;
        var read = new Dictionary<Found, Definition>();
        for (var open = wanted.Values.ToList(); open.Count > 0;)
        {
            foreach (var (found, definition) in await server.ReadAsync(open, _ => true, cancellationToken))
                read[found] = definition;
            open = withReferences
                ? [.. read.Values.SelectMany(definition => definition.References).Select(reference => server.Find(reference.Kind, reference.Name)).OfType<Found>()
                    .Distinct().Where(found => !read.ContainsKey(found))]
                : [];
        }

        return [.. read.Values.Select(Exported.Of).OrderBy(definition => OrderOf(definition.Kind)).ThenBy(definition => definition.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private static async Task<IEnumerable<Found>> FindAsync(ServerSession session, string[] names, CancellationToken cancellationToken)
    {
        var found = new List<Found>();
        foreach (var name in names)
            found.Add(await new Finder(session.Client).AnyAsync(name, cancellationToken));
        return found;
    }

    private static int OrderOf(Kind kind) => kind == Kind.Connection ? 0 : kind == Kind.Integration ? 1 : 2;
}
