using System.CommandLine;

namespace FlowFunctions.Cli.Verbs;

/// <summary>The arguments that name what a verb works on.</summary>
internal static class NameArgument
{
    public static Argument<string> Flow() => new("flow") { Description = "Name or id of the flow." };

    public static Argument<string> Runnable() => new("name") { Description = "Name or id of the flow or integration; 'flow/NAME' and 'integration/NAME' say which." };

    public static Argument<string> Any() => new("name") { Description = "Name or id of the flow, integration or connection; 'flow/NAME' and the like say which." };

    public static Argument<string?> Run() => new("run") { Description = "Id of the run, or latest (default).", Arity = ArgumentArity.ZeroOrOne };
}
