using System.Diagnostics;

namespace FlowFunctions.Infra.Tests.Deploying;

/// <summary>What these tests run beside what the build installs.</summary>
internal static class Tools
{
    /// <summary>The newest PowerShell that runs on .NET 10.</summary>
    private const string PowerShellVersion = "7.6.9";

    private static readonly Lazy<string[]> Shell = new(InstallPowerShell);

    /// <summary>The program, and the arguments that it begins with. Where it is neither there nor to be had, the test is skipped, which the run's last line counts.</summary>
    public static string[] PowerShell
    {
        get
        {
            try
            {
                return Shell.Value;
            }
            catch (InvalidOperationException fault)
            {
                Assert.Skip($"PowerShell is not on this machine and cannot be installed: {fault.Message}");
                throw;
            }
        }
    }

    private static string Project => Path.Combine(Infra.Repository, "tests/FlowFunctions.Infra.Tests");

    // As a .NET tool it comes from NuGet for every system; 200 MB, so one that is installed is taken first.
    private static string[] InstallPowerShell()
    {
        if (OnPath("pwsh") is { } installed)
        {
            return [installed];
        }

        var folder = Once($"pwsh-{PowerShellVersion}", draft => Run("dotnet", ["tool", "install", "PowerShell", "--version", PowerShellVersion, "--tool-path", draft], draft));
        // Not the tool's own start, which looks for dotnet on a PATH that these tests choose.
        return [OnPath("dotnet")!, Directory.EnumerateFiles(folder, "pwsh.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First()];
    }

    public static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    // Two test runs may want it at once: each makes its own, and the first to be done gives it its name.
    private static string Once(string name, Action<string> install)
    {
        var folder = Path.Combine(Project, "obj/tools", name);
        if (Directory.Exists(folder))
        {
            return folder;
        }

        var draft = Directory.CreateDirectory($"{folder}-{Environment.ProcessId}").FullName;
        install(draft);
        try
        {
            Directory.Move(draft, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(draft, recursive: true);
        }

        return folder;
    }

    private static void Run(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {output}{error.GetAwaiter().GetResult()}");
        }
    }
}
