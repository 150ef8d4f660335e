using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using FlowFunctions.LocalHost.Emulator;
using FlowFunctions.Testing;

namespace FlowFunctions.LocalHost.Tests.Programs;

/// <summary>A host whose storage goes away while it runs.</summary>
public sealed partial class OutageTests : IDisposable
{
    /// <summary>The promise is 5 s; beside builds and other tests the process itself takes longer to end.</summary>
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan RecoversWithin = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private readonly string _storage;

    public OutageTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        var ports = FreePorts.Take(3);
        _storage = new AzuriteEndpoints(ports[0], ports[1], ports[2]).ConnectionString;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_emulator_is_named_and_started_again_and_health_recovers_by_itself()
    {
        await using var host = LocalHostProcess.Start(_folder.Path, _storage, []);
        await host.ListeningAsync();
        await BecomesReadyAsync(host);
        var emulator = EmulatorOf(host);

        await Signal.SendAsync("KILL", emulator);

        await Wait.Until(() => host.Output.Any(line => line.EndsWith($"Azurite (process {emulator}) has ended; starting it again", StringComparison.Ordinal)));
        await Wait.Until(() => EmulatorOf(host) != emulator, RecoversWithin, () => string.Join('\n', host.Output));
        await BecomesReadyAsync(host);
        await host.StopAsync();
        Assert.Equal(0, await host.ExitAsync());
    }

    [Fact]
    public async Task Emulator_that_ends_before_it_has_written_anything_makes_the_host_start_anew()
    {
        await using var host = LocalHostProcess.Start(_folder.Path, _storage, []);
        await host.ListeningAsync();
        await BecomesReadyAsync(host);
        await Signal.SendAsync("KILL", EmulatorOf(host));

        // It is started again after a second.
        foreach (var file in Directory.GetFiles(Path.Combine(_folder.Path, ".azurite"), "__azurite_db_*"))
        {
            File.Delete(file);
        }

        await Wait.Until(() => host.Output.Any(line => line.Contains("the host starts anew", StringComparison.Ordinal)), RecoversWithin, () => string.Join('\n', host.Output));
        await Wait.Until(() => host.Output.Count(LocalHostProcess.IsListeningLine) == 2, RecoversWithin, () => string.Join('\n', host.Output));
        await BecomesReadyAsync(host);
        await host.StopAsync();
        Assert.Equal(0, await host.ExitAsync());
    }

    [Fact]
    public async Task Host_outlives_storage_of_somebody_else_that_cannot_be_reached_for_long()
    {
        // The listeners of queues used to end the process when their client had tried six times, after some twenty seconds.
        var elsewhere = new AzuriteSettings
        {
            Endpoints = AzuriteEndpoints.Of(_storage)!,
            Location = Path.Combine(_folder.Path, "elsewhere"),
            StartWithin = TimeSpan.FromMinutes(2),
        };
        var azurite = await ManagedAzurite.EnsureAsync(elsewhere, TimeProvider.System);
        await using var host = LocalHostProcess.Start(_folder.Path, _storage, []);
        await host.ListeningAsync();
        await BecomesReadyAsync(host);
        await azurite.DisposeAsync();
        using var http = new HttpClient();
        var since = Stopwatch.GetTimestamp();

        await Wait.Until(() => host.HasExited || Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(45), TimeSpan.FromMinutes(1));

        Assert.False(host.HasExited, string.Join('\n', host.Output.Concat(host.Errors)));
        await using var again = await ManagedAzurite.EnsureAsync(elsewhere, TimeProvider.System);
        await BecomesReadyAsync(host);
    }

    [Theory]
    [InlineData("STOP")]
    [InlineData("KILL")]
    public async Task Host_without_storage_stops_in_time(string signal)
    {
        await using var host = LocalHostProcess.Start(_folder.Path, _storage, []);
        await host.ListeningAsync();
        var emulator = EmulatorOf(host);
        await Signal.SendAsync(signal, emulator);
        var since = Stopwatch.GetTimestamp();

        await host.StopAsync();

        Assert.Equal(0, await host.ExitAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, StopsWithin);
        if (signal == "STOP")
        {
            await Signal.SendAsync("CONT", emulator);
        }
    }

    [Fact]
    public async Task Setting_that_nothing_reads_is_a_warning_and_the_host_serves()
    {
        await using var host = LocalHostProcess.Start(_folder.Path, _storage, ["--Flows:NoSuch=1"]);

        await host.ListeningAsync();

        Assert.Contains(host.Output, line => line.StartsWith("warn: ", StringComparison.Ordinal) && line.Contains("Flows:NoSuch (set on the command line) is no setting of this application", StringComparison.Ordinal));
        await host.StopAsync();
        Assert.Equal(0, await host.ExitAsync());
        Assert.Empty(host.Errors);
    }

    private static int EmulatorOf(LocalHostProcess host) => int.Parse(StartedLine().Match(host.Output.Last(line => StartedLine().IsMatch(line))).Groups["id"].Value, CultureInfo.InvariantCulture);

    private static async Task BecomesReadyAsync(LocalHostProcess host)
    {
        using var http = new HttpClient();
        await Wait.Until(
            async () =>
            {
                try
                {
                    using var answer = await http.GetAsync(new Uri(host.Address, "2/0/health"));
                    return answer.StatusCode == HttpStatusCode.OK;
                }
                catch (HttpRequestException)
                {
                    // A host that starts anew listens again, on another port.
                    return false;
                }
            },
            RecoversWithin,
            () => string.Join('\n', host.Output.Concat(host.Errors)));
    }

    [GeneratedRegex(@"Azurite runs as process (?<id>\d+) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StartedLine();
}
