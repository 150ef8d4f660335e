using System.CommandLine;
using FlowFunctions.Cli.Applying;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Exporting;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Verbs;

namespace FlowFunctions.Cli.Copying;

/// <summary><c>flows copy</c>: brings what another installation or a CloudWorks account has to this server.</summary>
internal static class CopyVerb
{
    private const string SourceKeyVariable = "FLOWS_FROM_KEY";

    public static Verb Create(Surroundings surroundings)
    {
        var from = new Option<string>("--from-server") { Description = "Address of the other installation, or of CloudWorks: https://api.cloudworks.anaplan.com.", HelpName = "URL", Required = true };
        var fromKey = new Option<string?>("--from-key-file") { Description = $"A file with the key, or the Anaplan token, for it (default {SourceKeyVariable}).", HelpName = "FILE" };
        var secrets = DefinitionOptions.Secrets();
        var dry = new Option<bool>("--dry-run") { Description = "Show the plan, and do nothing." };
        var keep = new Option<bool>("--keep-going") { Description = "After a failure, go on with what does not need the item that failed; otherwise stop." };
        var to = new Option<string?>("--to") { Description = "Write files into this folder instead of applying.", HelpName = "DIR" };
        var yes = RunVerb.YesOption();
        var verb = new Verb("copy", "Copy connections, integrations, flows, schedules and notifications from another server to this one. Secrets are never told: they come by name.")
        {
            Examples =
            [
                ("flows copy --from-server https://api.cloudworks.anaplan.com --dry-run", "what it would bring, and the names of the secrets that it needs"),
                ("flows copy --from-server https://old.example.com --secrets .secrets --yes", "all of it"),
                ("flows copy --from-server https://old.example.com --to flows/", "as files, to look at first"),
            ],
        };
        foreach (var option in new Option[] { from, fromKey, to, dry, keep, secrets, yes })
            verb.Add(option);
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            var source = await SourceAsync(arguments.GetValue(from)!, arguments.GetValue(fromKey), surroundings, cancellationToken);
            var (definitions, lost) = await ReadAsync(source, session, cancellationToken);
            foreach (var line in lost)
                session.Messages.Say(line);
            if (arguments.GetValue(to) is { } folder)
            {
                await DefinitionFolder.WriteAsync(Path.Combine(surroundings.Folder, folder), definitions, cancellationToken);
                session.Messages.Say($"{definitions.Count} definitions are in {folder}.");
                return ExitCode.Success;
            }

            var values = await Values.ReadAsync(arguments.GetValue(secrets), surroundings, cancellationToken);
            var options = new ApplyOptions(arguments.GetValue(dry), new(Prunes: false, WritesSecrets: false), arguments.GetValue(yes), arguments.GetValue(keep));
            return await new ApplyRun(session).RunAsync(definitions, values, options, cancellationToken);
        });
    }

    private static async Task<ServerTarget> SourceAsync(string server, string? keyFile, Surroundings surroundings, CancellationToken cancellationToken)
    {
        // The key of this server is none of the other's: only the source's own variable counts, under the name that the finder looks for.
        var own = surroundings with
        {
            Environment = name => name switch
            {
                TargetFinder.KeyVariable => surroundings.Environment(SourceKeyVariable),
                TargetFinder.ServerVariable or TargetFinder.ProfileVariable => null,
                _ => surroundings.Environment(name),
            },
        };
        var target = await new TargetFinder(own).FindAsync(server, keyFile, profileName: null, cancellationToken);
        return target.Key is null
            ? throw new FlowsException(ExitCode.NotAllowed, $"There is no key for {target.Text}.", $"Set {SourceKeyVariable}, or name a file with --from-key-file.")
            : target with { IsSource = true, KeySource = target.KeySource == TargetFinder.KeyVariable ? SourceKeyVariable : target.KeySource };
    }

    private static async Task<(IReadOnlyList<Definition> Definitions, IReadOnlyList<string> Lost)> ReadAsync(ServerTarget source, ServerSession session, CancellationToken cancellationToken)
    {
        using var http = ServerSession.CreateHttp(source, session.Time, _ => { });
        // CloudWorks knows no other header; an installation of ours takes it too.
        http.DefaultRequestHeaders.Add("Authorization", $"AnaplanAuthToken {source.Key}");
        try
        {
            var client = new FlowsClient(http);
            var server = await ServerDefinitions.ReadAsync(client, source.Text, cancellationToken);
            var read = await server.ReadAsync(server.All, _ => true, cancellationToken);
            var definitions = read.Values.Select(Exported.Of)
                .OrderBy(one => Array.IndexOf([Kind.Connection, Kind.Integration, Kind.Flow], one.Kind))
                .ThenBy(one => one.Name, StringComparer.OrdinalIgnoreCase)
                .ToList();
            return Counterparts.Of(definitions);
        }
        catch (FlowsApiException refusal)
        {
            throw ServerFault.Of(refusal, source);
        }
        catch (HttpRequestException problem)
        {
            throw ServerFault.Of(problem, source);
        }
    }
}
