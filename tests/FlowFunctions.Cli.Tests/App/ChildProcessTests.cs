using System.Diagnostics;
using FlowFunctions.Cli.App;
using FlowFunctions.Testing;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Cli.Tests.App;

public sealed class ChildProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flows-cli-").FullName;

    private string LogPath => Path.Combine(_folder, "logs", "app.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Process_stops_when_its_input_ends_and_its_log_is_complete()
    {
        using (var log = ProcessLog.Create(LogPath))
        {
            var process = ChildProcess.Start("The app", Node("process.stdin.resume().on('end', () => console.log('stopping'))"), log, new FakeTimeProvider());
            await process.DisposeAsync();
            Assert.True(process.Exited.IsCompletedSuccessfully);
        }

        Assert.Equal("stopping", (await File.ReadAllTextAsync(LogPath)).Trim());
    }

    [Fact]
    public async Task Process_that_ends_by_itself_is_reported_with_its_last_words()
    {
        using var log = ProcessLog.Create(LogPath);
        await using var process = ChildProcess.Start("The app", Node("console.error('no storage'); process.exitCode = 3"), log, TimeProvider.System);

        await process.Exited.WaitAsync(Wait.Patience);

        var failure = process.Ended();
        Assert.Equal("The app ended with exit code 3. It last said:\n  no storage", failure.Message);
        Assert.Contains(LogPath, failure.Cure);
    }

    // Two demos that start at once may both find the same port free: the health of the one that gets it is not the other's.
    [Fact]
    public async Task Process_listens_once_it_says_so()
    {
        using var log = ProcessLog.Create(LogPath);
        var process = ChildProcess.Start(
            "The app", Node("console.log('Storage: Azurite'); process.stdin.resume().on('end', () => console.log('Listening on http://127.0.0.1:7071'))"), log, new FakeTimeProvider());
        await Wait.Until(() => log.LastLines.Count == 1);
        Assert.Null(process.Address);

        await process.DisposeAsync();

        Assert.Equal("http://127.0.0.1:7071", process.Address);
    }

    [Fact]
    public async Task Process_is_ready_once_it_listens_and_whoever_asks_it_says_so()
    {
        using var log = ProcessLog.Create(LogPath);
        await using var process = ChildProcess.Start("It", Node("console.log('Listening on http://here:1; more at http://here:1/more'); process.stdin.resume()"), log, TimeProvider.System);
        var asked = 0;

        await process.WaitUntilReadyAsync(_ => Task.FromResult(++asked == 2), TimeSpan.FromMinutes(1), CancellationToken.None);

        Assert.Equal(("http://here:1", 2, true), (process.Address, asked, process.IsServing));
    }

    [Fact]
    public async Task Process_that_ends_before_it_is_ready_or_before_the_work_is_done_is_the_failure()
    {
        using var log = ProcessLog.Create(LogPath);
        await using var process = ChildProcess.Start("It", Node("process.exitCode = 4"), log, TimeProvider.System);

        var waiting = await Assert.ThrowsAsync<FlowsException>(() => process.WaitUntilReadyAsync(_ => Task.FromResult(true), TimeSpan.FromMinutes(1), CancellationToken.None));
        var working = await Assert.ThrowsAsync<FlowsException>(() => process.WhileItRunsAsync(
            async token =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return true;
            },
            CancellationToken.None));

        Assert.StartsWith("It ended with exit code 4.", waiting.Message);
        Assert.StartsWith("It ended with exit code 4.", working.Message);
    }

    [Fact]
    public void Program_that_is_not_there_is_an_error_with_a_cure()
    {
        using var log = ProcessLog.Create(LogPath);

        var failure = Assert.Throws<FlowsException>(() => ChildProcess.Start("The app", new ProcessStartInfo(Path.Combine(_folder, "nothing")), log, TimeProvider.System));

        Assert.Contains(".NET", failure.Cure);
    }

    [Fact]
    public void Log_that_another_demo_holds_is_refused()
    {
        using var log = ProcessLog.Create(LogPath);

        var failure = Assert.Throws<FlowsException>(() => ProcessLog.Create(LogPath));

        Assert.Contains("Another demo", failure.Cure);
    }

    [Fact]
    public void Log_remembers_its_last_lines_and_begins_anew()
    {
        using (var log = ProcessLog.Create(LogPath))
        {
            for (var i = 1; i <= 20; i++)
                log.Write($"line {i}");
            Assert.Equal(("line 9", "line 20"), (log.LastLines[0], log.LastLines[^1]));
        }

        ProcessLog.Create(LogPath).Dispose();
        Assert.Equal(0, new FileInfo(LogPath).Length);
    }

    [Fact]
    public void Log_is_its_owner_s_alone_also_in_a_folder_that_was_open()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;
        var folder = Path.GetDirectoryName(LogPath)!;
        Directory.CreateDirectory(folder, OwnersFolder | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        ProcessLog.Create(LogPath).Dispose();

        Assert.Equal((OwnersFolder, OwnersFile), (File.GetUnixFileMode(folder), File.GetUnixFileMode(LogPath)));
    }

    [Fact]
    public void Taken_port_is_not_chosen()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var taken = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;

        Assert.False(FreePort.IsFree(taken));
        Assert.NotEqual(taken, FreePort.Find(taken));
    }

    private static ProcessStartInfo Node(string script) => new("node") { ArgumentList = { "-e", script } };
}
