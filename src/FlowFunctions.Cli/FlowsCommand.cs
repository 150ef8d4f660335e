using System.CommandLine;
using System.CommandLine.Help;
using FlowFunctions.Cli.Demo;
using FlowFunctions.Cli.Keys;

namespace FlowFunctions.Cli;

/// <summary>The command line of <c>flows</c>: one verb for each thing that it does.</summary>
internal static class FlowsCommand
{
    /// <summary>Does what the arguments say.</summary>
    /// <returns>The exit code; 2 where they were not understood, and what was wrong with them stands on standard error.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TimeProvider time, InvocationConfiguration configuration, CancellationToken cancellationToken)
    {
        var parsed = Create(time).Parse(arguments);
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(configuration, cancellationToken);
        if (CommandLineFault.Describe(parsed) is { } fault)
            await configuration.Error.WriteLineAsync(fault);
        else
            await Create(time).Parse([.. arguments, "--help"]).InvokeAsync(configuration, cancellationToken);
        return CommandLineFault.ExitCode;
    }

    public static RootCommand Create(TimeProvider time)
    {
        var root = new RootCommand("Flow Functions: integration flows that run on Azure Functions, or on this machine alone.") { DemoCommand.Create(time), KeysCommand.Create() };
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExamples((HelpAction)help.Action!, [
                ("flows demo", "run the sample flow, then keep serving"),
                ("flows demo --once", "the same, and exit"),
                ("flows demo --once --speed 4 --port 8080", "faster, on a port of your choice"),
                ("NO_COLOR=1 flows demo --once", "plain lines, as in a pipe"),
                ("flows keys new --name nightly --role operator", "a key for a script"),
            ]);
        }

        return root;
    }
}
