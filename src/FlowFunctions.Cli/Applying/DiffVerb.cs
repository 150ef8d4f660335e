using System.CommandLine;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Output;

namespace FlowFunctions.Cli.Applying;

/// <summary><c>flows diff</c>: how a server differs from files.</summary>
internal static class DiffVerb
{
    public static Verb Create(Surroundings surroundings)
    {
        var (files, secrets, prune) = (DefinitionOptions.Files(), DefinitionOptions.Secrets(), DefinitionOptions.Prune());
        var verb = new Verb("diff", "Show how the server differs from files. Exit code 0: not at all; 1: it differs; above 1: an error. Secrets are not compared.")
        {
            Examples =
            [
                ("flows diff flows/", "field by field"),
                ("flows diff flows/ --prune", "also what is on the server alone"),
                ("flows diff flows/ -o json", "for a script"),
            ],
        };
        verb.Add(files);
        verb.Add(prune);
        verb.Add(secrets);
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            var definitions = await DefinitionFiles.ReadAsync(arguments.GetValue(files)!, surroundings, cancellationToken);
            var values = await Values.ReadAsync(arguments.GetValue(secrets), surroundings, cancellationToken);
            var server = await ServerDefinitions.ReadAsync(session.Client, session.Target.Text, cancellationToken);
            var plan = await Planner.MakeAsync(server, definitions, values, new PlanOptions(arguments.GetValue(prune), WritesSecrets: false, NeedsSecrets: false), cancellationToken);
            if (session.Output.IsTable)
                session.Output.WriteLines(plan.Lines(surroundings.IsOutputLive));
            else
                session.Output.WriteList([.. plan.Items.Where(item => item.Action != PlanAction.Unchanged).Select(item => item.Document())], [Column.Field("ACTION", "action"), Column.Field("KIND", "kind"), Column.Field("NAME", "name")], item => item.Text("name")!);
            session.Messages.Say($"{plan.Sum} on {session.Target.Profile ?? session.Target.Text}.");
            return plan.HasChanges ? ExitCode.Failed : ExitCode.Success;
        });
    }
}
