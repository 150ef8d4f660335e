using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;

namespace FlowFunctions.Cli.Help;

/// <summary>The usual help, and below it commands to try; for <c>flows</c> itself the exit codes too.</summary>
internal sealed class HelpWithExamples(HelpAction help, IReadOnlyList<(string Command, string Effect)> rootExamples) : SynchronousCommandLineAction
{
    /// <summary>Longer commands have their effect on the next line, so that a page stays readable in 100 columns.</summary>
    private const int CommandWidth = 56;

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        var examples = command is RootCommand ? rootExamples : command is Verb verb ? verb.Examples : [];
        if (examples.Count > 0)
            WriteExamples(output, examples);
        if (command is RootCommand)
            WriteExitCodes(output);
        return exitCode;
    }

    private static void WriteExamples(TextWriter output, IReadOnlyList<(string Command, string Effect)> examples)
    {
        output.WriteLine("Examples:");
        var width = examples.Select(example => example.Command.Length).Where(length => length <= CommandWidth).DefaultIfEmpty(0).Max();
        foreach (var (command, effect) in examples)
        {
            if (command.Length <= CommandWidth)
            {
                output.WriteLine($"  {command.PadRight(width)}  {effect}");
                continue;
            }

            output.WriteLine($"  {command}");
            output.WriteLine($"  {new string(' ', width)}  {effect}");
        }

        output.WriteLine();
    }

    private static void WriteExitCodes(TextWriter output)
    {
        output.WriteLine("Exit codes:");
        foreach (var (code, meaning) in ExitCode.All)
            output.WriteLine($"  {code.ToString(CultureInfo.InvariantCulture),3}  {meaning}");
        output.WriteLine();
    }
}
