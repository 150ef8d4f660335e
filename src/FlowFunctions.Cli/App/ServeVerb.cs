using System.CommandLine;
using System.Diagnostics;
using FlowFunctions.Cli.Help;

namespace FlowFunctions.Cli.App;

/// <summary><c>flows serve</c>: the local host that the tool carries along, in the foreground.</summary>
internal static class ServeVerb
{
    private const string DefaultUrl = "http://localhost:7071";

    public static Verb Create()
    {
        var urls = new Option<string>("--urls") { Description = $"Where it listens (default {DefaultUrl}).", HelpName = "URL", DefaultValueFactory = _ => DefaultUrl };
        var app = new Option<DirectoryInfo?>("--app") { Description = "A folder that 'dotnet publish src/FlowFunctions' has made, to run in the place of the app that comes with the tool.", HelpName = "DIR" };
        var settings = new Argument<string[]>("settings") { Description = "Settings as the host takes them: --Flows:MaxParallelSteps=5. They come after --.", Arity = ArgumentArity.ZeroOrMore };
        var verb = new Verb("serve", "Run the app on this machine until Ctrl-C, with its data in this folder and a storage emulator unless AzureWebJobsStorage names an account.")
        {
            Examples =
            [
                ("flows serve", "on port 7071"),
                ("flows serve --urls http://localhost:7072 -- --Flows:MaxParallelSteps=5", "elsewhere, with a setting"),
            ],
        };
        verb.Add(settings);
        verb.Add(urls);
        verb.Add(app);
        verb.SetAction((arguments, cancellationToken) =>
        {
            var folder = arguments.GetValue(app) is { } given ? new[] { "--app", given.FullName } : [];
            var start = CarriedProgram.Command("app", "FlowFunctions.LocalHost.dll", ["--urls", arguments.GetValue(urls)!, .. folder, .. arguments.GetValue(settings) ?? []]);
            start.UseShellExecute = false;
            return RunAsync(start, cancellationToken);
        });
        return verb;
    }

    /// <summary>The host shares the terminal: Ctrl-C reaches it as it reaches the tool, which then only waits for it to stop in order.</summary>
    private static async Task<int> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        // SIGTERM reaches the tool alone; the host stops when its standard input ends, however the tool ends.
        start.RedirectStandardInput = true;
        start.Environment["Host__StopWithStandardInput"] = "true";
        using var process = Process.Start(start) ?? throw new FlowsException("The host cannot be started.", "Install the .NET 10 SDK: https://dotnet.microsoft.com/download");
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }
}
