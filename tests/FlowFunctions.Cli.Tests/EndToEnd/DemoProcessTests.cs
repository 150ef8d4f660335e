using System.Net.Sockets;
using System.Text.RegularExpressions;
using FlowFunctions.Testing;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace FlowFunctions.Cli.Tests.EndToEnd;

/// <summary>Demos that are ended, one way or another.</summary>
public sealed partial class DemoProcessTests(AzuriteFixture azurite) : DemoTestBase(azurite)
{
    [Fact]
    public async Task Killed_demo_takes_app_and_simulator_along_and_the_next_demo_gets_over_the_run_that_it_left()
    {
        using var killed = Start();
        await killed.WaitForOutputAsync("Load products      running");
        killed.Kill();
        await killed.WaitForExitAsync();
        await AllHasEndedAsync(killed);

        using var next = Start("--once", "--speed", "4");
        Assert.True(await next.WaitForExitAsync() == 0, next.Output);
        Assert.Contains("Cancelling the run that an earlier demo left", next.Output);
    }

    [Fact]
    public async Task Demo_serves_until_it_is_asked_to_end()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM to send.");
        using var served = Start("--speed", "4");
        await served.WaitForOutputAsync("until Ctrl-C");

        await served.TerminateAsync();

        Assert.True(await served.WaitForExitAsync() == 143, served.Output);
        await AllHasEndedAsync(served);
    }

    /// <summary>Neither the app nor the simulator listens any more.</summary>
    private static async Task AllHasEndedAsync(ToolProcess tool)
    {
        foreach (var started in new[] { AppPort(), SimulatorPort() })
        {
            var port = int.Parse(started.Match(tool.Output).Groups["port"].Value);
            await Wait.Until(async () => !await ListensAsync(port), describe: () => $"somebody still listens on port {port}");
        }
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"The app is ready at http://127\.0\.0\.1:(?<port>[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex AppPort();

    [GeneratedRegex(@"The simulated Anaplan: http://127\.0\.0\.1:(?<port>[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex SimulatorPort();
}
