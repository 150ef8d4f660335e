using System.Diagnostics;
using FlowFunctions.Cli.Tests.Handbook;
using FlowFunctions.Testing;

namespace FlowFunctions.Cli.Tests.EndToEnd;

/// <summary>The tool as people get it: packed, and installed from the package.</summary>
[Needs(Need.App)]
public sealed class PackedToolTests : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly string _folder = Directory.CreateTempSubdirectory("flows-packed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Installed_from_its_package_it_answers_and_brings_its_samples_and_the_app_along()
    {
        var packages = Path.Combine(_folder, "packages");
        await RunAsync("dotnet", "pack", Path.Combine(HandbookPage.Root, "src", "FlowFunctions.Cli"), "--no-build", "-c", Configuration, "-o", packages, "-v", "quiet", "-nologo", "-m:1");
        await RunAsync("dotnet", "tool", "install", "FlowFunctions.Cli", "--tool-path", Path.Combine(_folder, "tools"), "--source", packages);

        var version = await RunAsync(Path.Combine(_folder, "tools", "flows"), "--version");

        Assert.StartsWith(typeof(FlowsCommand).Assembly.GetName().Version!.ToString(3), version);
        var carried = Directory.GetFiles(Path.Combine(_folder, "tools"), "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)).ToHashSet();
        foreach (var file in new[] { "FlowFunctions.LocalHost.dll", "AnaplanSimulator.dll", "nightly-planning-load.yaml" })
            Assert.Contains(file, carried);
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        // What a build leaves running for the next one would keep the pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Wait.Patience * 2);
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
        await process.WaitForExitAsync(deadline.Token);
        Assert.True(process.ExitCode == 0, string.Join('\n', said));
        return said[0];
    }
}
