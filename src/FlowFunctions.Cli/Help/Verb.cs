using System.CommandLine;

namespace FlowFunctions.Cli.Help;

/// <summary>A command whose help ends with commands to try.</summary>
internal sealed class Verb(string name, string description) : Command(name, description)
{
    public IReadOnlyList<(string Command, string Effect)> Examples { get; init; } = [];
}
