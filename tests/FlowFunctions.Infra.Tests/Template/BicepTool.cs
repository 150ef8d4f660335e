using System.Diagnostics;
using System.Text.RegularExpressions;

namespace FlowFunctions.Infra.Tests.Template;

/// <summary>The compiler that the build uses, run by a test.</summary>
internal static partial class BicepTool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>What a parameter file of the build's output would deploy, with an environment of its own.</summary>
    public static async Task<string> SnapshotAsync(string name, Dictionary<string, string> environment, CancellationToken cancellationToken)
    {
        using var folder = new Folder();
        var (succeeds, said) = await RunAsync(folder, name, environment, cancellationToken);
        Assert.True(succeeds, said);
        return await File.ReadAllTextAsync(Path.Combine(folder.Path, $"{name}.snapshot.json"), cancellationToken);
    }

    /// <summary>What the compiler says to a parameter file that it refuses.</summary>
    public static async Task<string> RefusalAsync(string name, string? parameters, Dictionary<string, string> environment, CancellationToken cancellationToken)
    {
        using var folder = new Folder();
        if (parameters is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Path, $"{name}.bicepparam"), parameters, cancellationToken);
        }

        var (succeeds, said) = await RunAsync(folder, name, environment, cancellationToken);
        Assert.False(succeeds, "It was not refused.");
        return Spaces().Replace(said, " ");
    }

    private static async Task<(bool Succeeds, string Said)> RunAsync(Folder folder, string name, Dictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Infra.BicepTool)
        {
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "snapshot", $"{name}.bicepparam", "--mode", "overwrite" },
        };
        foreach (var argument in Infra.SnapshotScope.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var variable in start.Environment.Keys.Where(variable => variable.StartsWith("FLOWS_", StringComparison.Ordinal) || variable.StartsWith("AZURE_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(variable);
        }

        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        using var process = Process.Start(start)!;
        var written = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var complained = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return (process.ExitCode == 0, await written + await complained);
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Spaces();

    /// <summary>A copy of the templates: a snapshot is written beside its parameter file, and the build's own stay as they are.</summary>
    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flow-functions-infra-");

        public Folder()
        {
            foreach (var file in Directory.EnumerateFiles(Infra.Output, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("snapshot.json", StringComparison.Ordinal)))
            {
                var copy = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(Infra.Output, file));
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }

        public string Path => _folder.FullName;

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
