using System.Diagnostics;
using Azure.Data.Tables;
using FlowFunctions.LocalHost.Emulator;
using FlowFunctions.LocalHost.Tests.Programs;
using FlowFunctions.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.LocalHost.Tests.Emulator;

[Needs(Need.Azurite)]
public sealed class ManagedAzuriteTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flow-functions-azurite-").FullName;
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Emulator_is_started_where_nothing_listens_and_ended_with_its_host()
    {
        var settings = Settings();

        await using (var azurite = await StartAsync(settings))
        {
            Assert.Equal(AzuriteUse.Started, azurite.Use);
            Assert.True((await AzuriteProbe.LookAsync(settings.Endpoints, _stop)).IsComplete);
        }

        Assert.True((await AzuriteProbe.LookAsync(settings.Endpoints, _stop)).IsAbsent);
        Assert.Null(await RecordAsync(settings));
    }

    [Fact]
    public async Task Data_survives_a_restart_of_the_host()
    {
        var settings = Settings();
        await using (await StartAsync(settings))
        {
            var table = new TableClient(settings.Endpoints.ConnectionString, "kept");
            await table.CreateAsync(_stop);
            await table.AddEntityAsync(new TableEntity("p", "r") { ["value"] = 42 }, _stop);
        }

        await using (await StartAsync(settings))
        {
            var kept = await new TableClient(settings.Endpoints.ConnectionString, "kept").GetEntityAsync<TableEntity>("p", "r", cancellationToken: _stop);
            Assert.Equal(42, kept.Value.GetInt32("value"));
        }
    }

    [Fact]
    public async Task Emulator_of_a_first_host_is_shared_by_a_second_and_outlives_the_first()
    {
        var settings = Settings();
        var first = await StartAsync(settings);
        var second = await StartAsync(settings);
        Assert.Equal(AzuriteUse.Shared, second.Use);

        await first.DisposeAsync();
        Assert.True((await AzuriteProbe.LookAsync(settings.Endpoints, _stop)).IsComplete);

        await second.DisposeAsync();
        await Wait.Until(
            async () => (await AzuriteProbe.LookAsync(settings.Endpoints, _stop)).IsAbsent,
            describe: () => File.ReadAllText(settings.Log));
    }

    [Fact]
    public async Task Two_hosts_that_start_at_once_get_one_emulator()
    {
        var settings = Settings();

        var both = await Task.WhenAll(StartAsync(settings), StartAsync(settings));

        Assert.Equal([AzuriteUse.Started, AzuriteUse.Shared], both.Select(azurite => azurite.Use).Order());
        await Task.WhenAll(both.Select(azurite => azurite.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task Emulator_that_somebody_else_runs_is_used_and_left_alone()
    {
        var settings = Settings();
        await using var theirs = await StartAsync(settings);
        var ours = settings with { Cache = Path.Combine(_folder, "other-cache"), Location = Path.Combine(_folder, "other") };

        await using (var azurite = await StartAsync(ours))
        {
            Assert.Equal(AzuriteUse.Foreign, azurite.Use);
        }

        Assert.True((await AzuriteProbe.LookAsync(settings.Endpoints, _stop)).IsComplete);
        Assert.False(Directory.Exists(ours.Location));
    }

    [Fact]
    public async Task Emulator_ends_when_its_host_is_killed_and_the_next_host_finds_the_data()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for a host needs a shell.");
        var settings = Settings();
        using var host = await StartHostProcessAsync(settings);
        var table = new TableClient(settings.Endpoints.ConnectionString, "kept");
        await table.CreateAsync(_stop);
        var emulator = await AzuriteRecord.ReadAsync(AzuriteRecord.PathFor(settings.Cache, settings.Endpoints), _stop);

        host.Kill();

        // A host that came before the end would take the emulator over.
        await Wait.Until(() => !AzuriteKeeper.IsRunning(emulator!.Pid));
        await using var next = await StartAsync(settings);
        Assert.Equal(AzuriteUse.Started, next.Use);
        await table.AddEntityAsync(new TableEntity("p", "r"), _stop);
    }

    [Fact]
    public async Task Emulator_that_is_killed_is_started_again_with_its_data()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        var settings = Settings();
        await using var azurite = await StartAsync(settings);
        var table = new TableClient(settings.Endpoints.ConnectionString, "kept");
        await table.CreateAsync(_stop);
        var killed = azurite.ProcessId!.Value;
        // Azurite writes its tables every few seconds.
        await Wait.Until(() => File.Exists(Path.Combine(settings.Location, "__azurite_db_table__.json")) && File.ReadAllText(Path.Combine(settings.Location, "__azurite_db_table__.json")).Contains("kept", StringComparison.Ordinal));

        await Signal.SendAsync("KILL", killed);

        await Wait.Until(() => azurite.ProcessId is { } next && next != killed, TimeSpan.FromMinutes(1));
        Assert.Equal(AzuriteUse.Started, azurite.Use);
        await table.AddEntityAsync(new TableEntity("p", "r"), _stop);
    }

    [Fact]
    public async Task Data_of_the_emulator_and_its_record_are_their_owner_s_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var settings = Settings();
        Directory.CreateDirectory(settings.Location);

        await using var azurite = await StartAsync(settings);

        var made = Directory.GetFileSystemEntries(settings.Location, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(made);
        foreach (var path in made.Concat([settings.Location, AzuriteRecord.PathFor(settings.Cache, settings.Endpoints)]))
        {
            Assert.True((File.GetUnixFileMode(path) & Others) == UnixFileMode.None, $"{path} has the mode {File.GetUnixFileMode(path)}.");
        }
    }

    [Fact]
    public async Task Shared_emulator_that_is_killed_is_started_again_once_in_the_folder_that_it_had()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        var settings = Settings();
        await using var first = await StartAsync(settings);
        await using var second = await StartAsync(settings with { Location = Path.Combine(_folder, "second") });
        var killed = first.ProcessId!.Value;
        Assert.Equal(killed, second.ProcessId);

        await Signal.SendAsync("KILL", killed);

        await Wait.Until(() => first.ProcessId is { } next && next != killed && next == second.ProcessId, TimeSpan.FromMinutes(1), () => (first.ProcessId, second.ProcessId));
        Assert.Equal([AzuriteUse.Started, AzuriteUse.Shared], new[] { first.Use, second.Use }.Order());
        Assert.False(Directory.Exists(Path.Combine(_folder, "second")));
    }

    [Fact]
    public async Task Emulator_that_does_not_end_is_let_go_of_in_time()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        var settings = Settings();
        var azurite = await StartAsync(settings);
        var process = azurite.ProcessId!.Value;
        await Signal.SendAsync("STOP", process);

        await azurite.ReleaseAsync(TimeSpan.FromMilliseconds(200)).WaitAsync(Wait.Patience, _stop);

        await Signal.SendAsync("CONT", process);
        await azurite.DisposeAsync();
        await Wait.Until(() => !AzuriteKeeper.IsRunning(process));
    }

    [Fact]
    public async Task Port_of_another_program_is_an_error_with_the_cure()
    {
        var settings = Settings();
        await using var other = new OtherProgram(settings.Endpoints.QueuePort);

        var fault = await Assert.ThrowsAsync<AzuriteException>(() => StartAsync(settings));

        Assert.Equal(
            $"Azurite cannot start: port {settings.Endpoints.QueuePort} (queue) is used by another program. " +
            "Stop that program, or set AzureWebJobsStorage to a connection string with other ports.",
            fault.Message);
    }

    [Fact]
    public async Task Emulator_with_some_of_its_services_is_an_error_with_the_cure()
    {
        var settings = Settings();
        await using var azurite = await StartAsync(settings);
        var partly = settings with
        {
            Cache = Path.Combine(_folder, "other-cache"),
            Endpoints = settings.Endpoints with { TablePort = FreePorts.Take(1)[0] },
        };

        var fault = await Assert.ThrowsAsync<AzuriteException>(() => StartAsync(partly));

        Assert.Equal(
            $"An Azurite answers on ports {partly.Endpoints.BlobPort} (blob) and {partly.Endpoints.QueuePort} (queue) but not on port " +
            $"{partly.Endpoints.TablePort} (table). Stop it, or start it with all three services.",
            fault.Message);
    }

    [Fact]
    public void Missing_node_is_an_error_with_the_cure()
    {
        var fault = Assert.Throws<AzuriteException>(() => NodeTools.Start("no-such-node", [], _folder));

        Assert.Equal(
            "Azurite needs Node.js, and 'no-such-node' was not found on the PATH. Install Node.js 20 or newer (https://nodejs.org), " +
            "or set AzureWebJobsStorage to the connection string of a storage account.",
            fault.Message);
    }

    public void Dispose() => EmulatorFolders.Delete(_folder);

    private AzuriteSettings Settings()
    {
        var ports = FreePorts.Take(3);
        return new AzuriteSettings
        {
            Endpoints = new AzuriteEndpoints(ports[0], ports[1], ports[2]),
            Location = Path.Combine(_folder, ".azurite"),
            StartWithin = TimeSpan.FromMinutes(2),
        };
    }

    private Task<ManagedAzurite> StartAsync(AzuriteSettings settings) =>
        ManagedAzurite.EnsureAsync(settings, TimeProvider.System, cancellationToken: _stop);

    private async Task<AzuriteRecord?> RecordAsync(AzuriteSettings settings) =>
        await AzuriteRecord.ReadAsync(AzuriteRecord.PathFor(settings.Cache, settings.Endpoints), _stop);

    // A process that owns an emulator as a host does, and that can be killed without killing the test.
    private async Task<Process> StartHostProcessAsync(AzuriteSettings settings)
    {
        var installation = new AzuriteInstallation(settings.Cache, NullLogger.Instance, TimeProvider.System);
        await installation.EnsureAsync(_stop);
        const string Script = """
            const { spawn } = require('node:child_process');
            const [keeper, settings] = process.argv.slice(1);
            // Not by standard input itself, which Node closes when the launcher ends.
            spawn('sh', ['-c', 'exec "$0" "$1" launch "$2" <&3', process.execPath, keeper, settings], { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
            setInterval(() => {}, 1000);
            """;
        var host = NodeTools.Start(
            NodeTools.Node, ["-e", Script, installation.KeeperScript, AzuriteKeeper.Arguments(installation, settings)], _folder);
        var pid = await host.StandardOutput.ReadLineAsync(_stop);
        Assert.True(int.TryParse(pid, out _), pid);
        await Wait.Until(async () => (await AzuriteProbe.LookAsync(settings.Endpoints, _stop)).IsComplete);
        return host;
    }
}
