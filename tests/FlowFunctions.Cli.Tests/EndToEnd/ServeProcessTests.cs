using FlowFunctions.Testing;

namespace FlowFunctions.Cli.Tests.EndToEnd;

/// <summary>The local host as the tool starts it, and the tool as a script calls it.</summary>
[Needs(Need.App)]
public sealed class ServeProcessTests(AzuriteFixture azurite) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flows-serve-").FullName;
    private readonly string _isolation = $"serve{Random.Shared.Next(1_000_000, 10_000_000)}";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Served_app_is_found_by_the_tool_in_the_same_folder_and_stops_when_it_is_asked_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM to send.");
        var server = $"http://127.0.0.1:{FreePorts.Take(1)[0]}";
        using var served = ToolProcess.Start(_folder, azurite.ConnectionString, _isolation, "serve", "--urls", server);
        await served.WaitForOutputAsync("Listening on ");

        using var listed = ToolProcess.Start(_folder, azurite.ConnectionString, _isolation, "list", "--server", server, "-o", "json");
        Assert.True(await listed.WaitForExitAsync() == 0, listed.Output + served.Output);
        Assert.Equal("[]", listed.Output.Trim());

        await served.TerminateAsync();
        Assert.True(await served.WaitForExitAsync() == 143, served.Output);
        using var gone = ToolProcess.Start(_folder, azurite.ConnectionString, _isolation, "list", "--server", server);
        Assert.Equal(ExitCode.NotReachable, await gone.WaitForExitAsync());
    }
}
