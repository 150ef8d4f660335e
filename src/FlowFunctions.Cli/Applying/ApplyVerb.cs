using System.CommandLine;
using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Verbs;

namespace FlowFunctions.Cli.Applying;

/// <summary><c>flows apply</c>: makes a server have what files say.</summary>
internal static class ApplyVerb
{
    public static Verb Create(Surroundings surroundings)
    {
        var (files, secrets, prune, yes) = (DefinitionOptions.Files(), DefinitionOptions.Secrets(), DefinitionOptions.Prune(), RunVerb.YesOption());
        var dry = new Option<bool>("--dry-run") { Description = "Show the plan, and do nothing." };
        var rotate = new Option<bool>("--with-secrets") { Description = "Write secrets too where nothing else differs: they cannot be compared, and may be new." };
        var keep = new Option<bool>("--keep-going") { Description = "After a failure, go on with what does not need the item that failed; otherwise stop." };
        var verb = new Verb("apply", "Create and change connections, integrations and flows as files say: the plan first, and on a terminal a question.")
        {
            Examples =
            [
                ("flows apply flows/", "a folder and all below it"),
                ("flows apply flows/ --dry-run", "the plan alone"),
                ("flows apply flows/ --prune --yes --secrets .secrets", "in a pipeline: all that is not in the files goes"),
                ("flows apply nightly.yaml --keep-going -o json", "each item with its result"),
            ],
        };
        verb.Add(files);
        foreach (var option in new Option[] { dry, prune, keep, secrets, rotate, yes })
            verb.Add(option);
        return ServerVerb.Make(verb, surroundings, async (session, arguments, cancellationToken) =>
        {
            var definitions = await DefinitionFiles.ReadAsync(arguments.GetValue(files)!, surroundings, cancellationToken);
            var values = await Values.ReadAsync(arguments.GetValue(secrets), surroundings, cancellationToken);
            var options = new ApplyOptions(arguments.GetValue(dry), new(arguments.GetValue(prune), arguments.GetValue(rotate)), arguments.GetValue(yes), arguments.GetValue(keep));
            return await new ApplyRun(session).RunAsync(definitions, values, options, cancellationToken);
        });
    }
}
