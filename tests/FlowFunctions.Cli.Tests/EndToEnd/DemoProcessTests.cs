using System.Net.Sockets;
using System.Text.RegularExpressions;
using FlowFunctions.Testing;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace FlowFunctions.Cli.Tests.EndToEnd;

public sealed partial class DemoProcessTests(AzuriteFixture azurite) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flows-demo-").FullName;

    private readonly string _isolation = $"demo{Random.Shared.Next(1_000_000, 10_000_000)}";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task First_demo_and_the_next_one_on_its_data_run_as_expected()
    {
        using var first = Start("--once", "--speed", "4");
        Assert.True(await first.WaitForExitAsync() == 0, first.Output);
        Assert.Contains("Created 8 integrations", first.Output);
        Assert.Contains("Completed with failures: 1 of 7 steps", first.Output);
        Assert.Contains("(3 attempts)", first.Output);
        Assert.DoesNotContain('\u001b', first.Output);

        using var second = Start("--once", "--speed", "4");
        Assert.True(await second.WaitForExitAsync() == 0, second.Output);
        Assert.Contains("Updated 8 integrations", second.Output);
    }

    [Fact]
    public async Task Killed_demo_takes_the_app_along_and_the_next_demo_gets_over_the_run_that_it_left()
    {
        using var killed = Start();
        await killed.WaitForOutputAsync("Load sales         running");
        killed.Kill();
        await killed.WaitForExitAsync();
        await AppHasEndedAsync(killed);

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
        await AppHasEndedAsync(served);
    }

    private ToolProcess Start(params string[] options) => ToolProcess.Start(_folder, azurite.ConnectionString, _isolation, ["demo", .. options]);

    private static async Task AppHasEndedAsync(ToolProcess tool)
    {
        var port = int.Parse(AppPort().Match(tool.Output).Groups["port"].Value);
        await Wait.Until(async () =>
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync("127.0.0.1", port);
                return false;
            }
            catch (SocketException)
            {
                return true;
            }
        }, describe: () => $"the app still listens on port {port}");
    }

    [GeneratedRegex(@"The app is ready at http://127\.0\.0\.1:(?<port>[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AppPort();
}
