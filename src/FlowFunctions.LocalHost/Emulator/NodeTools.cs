using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace FlowFunctions.LocalHost.Emulator;

/// <summary>Runs node and npm.</summary>
internal static class NodeTools
{
    private const int OldestNode = 20;

    private const string Cure =
        "Install Node.js 20 or newer (https://nodejs.org), or set AzureWebJobsStorage to the connection string of a storage account.";

    public static string Node => "node";

    public static string Npm => OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    /// <exception cref="AzuriteException">There is no node, or it is too old.</exception>
    public static async Task CheckNodeAsync(CancellationToken cancellationToken)
    {
        var run = await RunAsync(Node, ["--version"], Path.GetTempPath(), cancellationToken);
        var version = run.Output.Trim();
        var major = version.TrimStart('v').Split('.')[0];
        if (run.ExitCode != 0 || !int.TryParse(major, CultureInfo.InvariantCulture, out var number))
        {
            throw new AzuriteException($"Azurite needs Node.js, and 'node --version' failed: {run.LastLines}. {Cure}");
        }

        if (number < OldestNode)
        {
            throw new AzuriteException($"Azurite needs Node.js {OldestNode} or newer; this machine has {version}. {Cure}");
        }
    }

    /// <summary>A started process with its three streams redirected; the caller owns it.</summary>
    /// <exception cref="AzuriteException">The program is not on the PATH.</exception>
    public static Process Start(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start) ?? throw new AzuriteException($"'{program}' did not start.");
        }
        catch (Win32Exception fault)
        {
            throw new AzuriteException($"Azurite needs Node.js, and '{program}' was not found on the PATH. {Cure}", fault);
        }
    }

    /// <summary>Runs to the end. A cancelled run's processes are killed.</summary>
    public static async Task<ToolRun> RunAsync(
        string program, IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments, folder);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new ToolRun(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
