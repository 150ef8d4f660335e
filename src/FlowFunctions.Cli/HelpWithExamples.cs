using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FlowFunctions.Cli;

/// <summary>The usual help, and below it commands to try.</summary>
internal sealed class HelpWithExamples(HelpAction help, IReadOnlyList<(string Command, string Effect)> examples) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var width = examples.Max(example => example.Command.Length);
        output.WriteLine("Examples:");
        foreach (var (command, effect) in examples)
            output.WriteLine($"  {command.PadRight(width)}  {effect}");
        output.WriteLine();
        return exitCode;
    }
}
