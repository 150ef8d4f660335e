using System.CommandLine;
using System.CommandLine.Help;
using FlowFunctions.Cli.App;
using FlowFunctions.Cli.Applying;
using FlowFunctions.Cli.Copying;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Demo;
using FlowFunctions.Cli.Doctoring;
using FlowFunctions.Cli.Exporting;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Keys;
using FlowFunctions.Cli.Scheduling;
using FlowFunctions.Cli.Verbs;

namespace FlowFunctions.Cli;

/// <summary>The command line of <c>flows</c>: one verb for each thing that it does.</summary>
internal static class FlowsCommand
{
    /// <summary>Does what the arguments say.</summary>
    /// <returns>The exit code; 2 where they were not understood, and what was wrong with them stands on standard error.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, Surroundings surroundings, InvocationConfiguration configuration, CancellationToken cancellationToken)
    {
        var parsed = Create(surroundings).Parse(arguments);
        if (parsed.Errors.Count == 0 || parsed.Action is HelpWithExamples)
            return await parsed.InvokeAsync(configuration, cancellationToken);
        if (CommandLineFault.Describe(parsed) is { } fault)
            await configuration.Error.WriteLineAsync(fault);
        else
            await Create(surroundings).Parse([.. arguments, "--help"]).InvokeAsync(configuration, cancellationToken);
        return ExitCode.Misuse;
    }

    public static RootCommand Create(Surroundings surroundings)
    {
        var root = new RootCommand("Flow Functions: integration flows that run on Azure Functions, or on this machine alone.")
        {
            ListVerb.Create(surroundings),
            ShowVerb.Create(surroundings),
            RunsVerb.Create(surroundings),
            RunVerb.Create(surroundings),
            WatchVerb.Create(surroundings),
            CancelVerb.Create(surroundings),
            ResumeVerb.Create(surroundings),
            ScheduleVerb.Create(surroundings),
            PlanVerb.Create(surroundings),
            ValidateVerb.Create(surroundings),
            ExportVerb.Create(surroundings),
            DiffVerb.Create(surroundings),
            ApplyVerb.Create(surroundings),
            CopyVerb.Create(surroundings),
            SchemaVerb.Create(),
            DeleteVerb.Create(surroundings),
            DemoCommand.Create(surroundings.Time),
            KeysCommand.Create(),
            ProfileVerb.Create(surroundings),
            DoctorVerb.Create(surroundings),
            ServeVerb.Create(),
            CompletionVerb.Create(),
        };
        // Without the aliases of Windows' own tools, which would be suggested after each word.
        var help = new HelpOption("--help", "-h", "-?");
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        root.Add(help);
        help.Action = new HelpWithExamples((HelpAction)help.Action!, [
            ("flows demo", "run the sample flow, then keep serving"),
            ("flows demo --once --speed 4 --port 8080", "faster, on a port of your choice, and exit"),
            ("flows list", "the flows of a server, with their latest runs"),
            ("flows keys new --name nightly --role operator", "a key for a script"),
        ]);
        return root;
    }
}
