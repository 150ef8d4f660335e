using System.CommandLine;
using System.CommandLine.Help;
using FlowFunctions.Cli.Demo;
using FlowFunctions.Cli.Keys;

namespace FlowFunctions.Cli;

/// <summary>The command line of <c>flows</c>: one verb for each thing that it does.</summary>
internal static class FlowsCommand
{
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
