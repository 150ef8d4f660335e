using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using FlowFunctions.Cli.App;
using FlowFunctions.Cli.Demo;

namespace FlowFunctions.Cli.Doctoring;

/// <summary>What this machine needs to serve: .NET, Node, a port, room.</summary>
internal static class MachineChecks
{
    private const int LeastNode = 20;
    private const int LeastRuntime = 10;
    private const long LeastFree = 512L * 1024 * 1024;

    private static readonly TimeSpan ProgramPatience = TimeSpan.FromSeconds(10);

    /// <param name="surroundings">Where data would be, and the settings.</param>
    /// <param name="server">That the command is about, which may have the port; null for none.</param>
    /// <param name="cancellationToken">Ends it between two programs.</param>
    public static async Task<IReadOnlyList<Diagnosis>> LookAsync(Surroundings surroundings, Uri? server, CancellationToken cancellationToken) =>
    [
        await DotnetAsync(cancellationToken),
        await NodeAsync(cancellationToken),
        Port(server),
        Disk(surroundings.Folder),
        Storage(surroundings),
    ];

    /// <summary>The major version in what a program says of itself; null where there is none: "v22.1.0" and "10.0.100" alike.</summary>
    public static int? MajorOf(string? version) =>
        int.TryParse(version?.Trim().TrimStart('v').Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;

    private static async Task<Diagnosis> DotnetAsync(CancellationToken cancellationToken)
    {
        var version = await RunAsync("dotnet", cancellationToken);
        return version is null ? new(".NET SDK", false, "'dotnet --version' does not run", "Install the .NET 10 SDK: https://dotnet.microsoft.com/download")
            : MajorOf(version) >= LeastRuntime ? new(".NET SDK", true, version)
            : new(".NET SDK", false, $"{version} is older than {LeastRuntime}", "Install the .NET 10 SDK: https://dotnet.microsoft.com/download");
    }

    private static async Task<Diagnosis> NodeAsync(CancellationToken cancellationToken)
    {
        var version = await RunAsync("node", cancellationToken);
        return version is null ? new("Node.js", false, "'node --version' does not run; the storage emulator needs it", "Install Node.js 20 or newer, https://nodejs.org, or set AzureWebJobsStorage to a storage account.")
            : MajorOf(version) >= LeastNode ? new("Node.js", true, version)
            : new("Node.js", false, $"{version} is older than {LeastNode}", "Install Node.js 20 or newer: https://nodejs.org");
    }

    private static Diagnosis Port(Uri? server) =>
        FreePort.IsFree(DemoOptions.PreferredPort) ? new("Port", true, $"{DemoOptions.PreferredPort} is free")
        : server is { IsLoopback: true, Port: DemoOptions.PreferredPort } ? new("Port", true, $"{DemoOptions.PreferredPort} is the server's")
        : new("Port", null, $"{DemoOptions.PreferredPort} is in use: by a host that runs already, or by another program", "Serve on another one: flows serve --urls http://localhost:7072");

    private static Diagnosis Disk(string folder)
    {
        try
        {
            var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
            var text = string.Create(CultureInfo.InvariantCulture, $"{free / (1024.0 * 1024 * 1024):0.0} GB free where data would be, {folder}");
            return free >= LeastFree ? new("Disk", true, text) : new("Disk", false, text, "Make room: the storage emulator refuses writes on a full disk.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new("Disk", null, problem.Message);
        }
    }

    /// <summary>Whether storage answers is the server's to say; here is what a server that starts now would use.</summary>
    private static Diagnosis Storage(Surroundings surroundings) =>
        surroundings.Environment("AzureWebJobsStorage") is not { Length: > 0 } connection || connection.StartsWith("UseDevelopmentStorage", StringComparison.OrdinalIgnoreCase)
            ? new("Storage setting", true, "none in the environment: a server that starts here uses the emulator, or what its local.settings.json says")
            : connection.Contains("AccountName=", StringComparison.OrdinalIgnoreCase) || connection.Contains("BlobEndpoint=", StringComparison.OrdinalIgnoreCase)
                ? new("Storage setting", true, "AzureWebJobsStorage in the environment is a connection string")
                : new("Storage setting", false, "AzureWebJobsStorage in the environment is no connection string", "Set it to one of a storage account, or unset it for the emulator.");

    private static async Task<string?> RunAsync(string program, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ProgramPatience);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false });
            var said = await process!.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0 ? said.Trim() : null;
        }
        catch (Win32Exception)
        {
            // It is not installed, or not on the path.
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A program that does not say its version within seconds does not run.
            return null;
        }
    }
}
