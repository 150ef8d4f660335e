using System.CommandLine;

namespace FlowFunctions.Cli.Applying;

/// <summary>The arguments and options of verbs that read definitions.</summary>
internal static class DefinitionOptions
{
    public static Argument<string[]> Files() => new("files") { Description = "Files or folders of definitions, YAML or JSON; - is standard input.", Arity = ArgumentArity.OneOrMore };

    public static Option<string?> Secrets() => new("--secrets") { Description = "A file of NAME=VALUE for secrets and ${NAME}, over the environment; readable by you alone. A value may be @Microsoft.KeyVault(...).", HelpName = "FILE" };

    public static Option<bool> Prune() => new("--prune") { Description = "Also delete what the definitions do not have: flows, integrations, connections, schedules." };
}
