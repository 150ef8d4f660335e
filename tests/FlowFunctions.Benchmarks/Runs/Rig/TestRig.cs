using System.Net;
using System.Net.Sockets;
using FlowFunctions.LocalHost.Emulator;

namespace FlowFunctions.Benchmarks.Runs;

/// <summary>
/// What a measure works with: an Azurite of its own that stays when hosts go, an endpoint, and hosts to start. All of it, and the folder that it is in, goes with
/// this object; and where this process is killed, with the process, for the emulator and the hosts end with what they hold of it.
/// </summary>
internal sealed class TestRig : IAsyncDisposable
{
    // Between finding a port free and listening on it, another process may take it.
    private const int Attempts = 5;

    /// <summary>Also beside builds and tests.</summary>
    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(2);

    private readonly string _folder;
    private readonly string? _application;
    private readonly AzuriteEndpoints _storage;
    private ManagedAzurite _azurite;
    private readonly List<HostProcess> _hosts = [];

    private TestRig(string folder, string? application, AzuriteEndpoints storage, ManagedAzurite azurite, ScriptedEndpoint endpoint)
    {
        _folder = folder;
        _application = application;
        _storage = storage;
        _azurite = azurite;
        Endpoint = endpoint;
    }

    /// <summary>What the steps of flows call.</summary>
    public ScriptedEndpoint Endpoint { get; }

    /// <summary>Where Azurite listens.</summary>
    public AzuriteEndpoints Storage => _storage;

    /// <summary>The flows of the installation, through the host that was started last.</summary>
    public FlowsApi Flows => new(_hosts[^1].Client, Endpoint);

    /// <param name="application">A published application; null for the one that is built in.</param>
    /// <param name="cancellationToken">Gives up; what was started is stopped.</param>
    /// <exception cref="MeasureException">Azurite does not start.</exception>
    public static async Task<TestRig> StartAsync(string? application, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("flow-functions-runs-").FullName;
        ScriptedEndpoint? endpoint = null;
        try
        {
            endpoint = await ScriptedEndpoint.StartAsync(cancellationToken);
            var (azurite, storage) = await StartAzuriteAsync(folder, cancellationToken);
            return new(folder, application, storage, azurite, endpoint);
        }
        catch (Exception fault)
        {
            await (endpoint?.DisposeAsync() ?? ValueTask.CompletedTask);
            Directory.Delete(folder, recursive: true);
            if (fault is AzuriteException)
            {
                throw new MeasureException(fault.Message, fault);
            }

            throw;
        }
    }

    /// <summary>Starts a host on the rig's storage. It is stopped with the rig.</summary>
    /// <param name="storage">Where it finds the storage; null for Azurite itself.</param>
    /// <param name="settings">As its environment's variables; null for none but the usual.</param>
    public HostProcess StartHost(AzuriteEndpoints? storage = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var log = Path.Combine(_folder, $"host-{_hosts.Count + 1}.log");
        var host = HostProcess.Start(new(log, _folder, _application, (storage ?? _storage).ConnectionString, settings ?? new Dictionary<string, string>(StringComparer.Ordinal)));
        _hosts.Add(host);
        return host;
    }

    /// <summary>Starts a host and returns when it answers that it is ready.</summary>
    public async Task<HostProcess> StartReadyHostAsync(CancellationToken cancellationToken)
    {
        var host = StartHost();
        await host.ReadyAsync(cancellationToken);
        return host;
    }

    /// <summary>What the emulator's process has used.</summary>
    public ProcessUse AzuriteUse() => ProcessUse.Of([AzuriteProcessId]);

    /// <summary>Of the emulator.</summary>
    /// <exception cref="MeasureException">It has ended.</exception>
    public int AzuriteProcessId => _azurite.ProcessId ?? throw new MeasureException("Azurite has ended.");

    /// <summary>
    /// Makes hosts that are started from now on take Azurite for somebody else's: they do not hold it, and do not start it again where it has gone. As an account of Azure is.
    /// </summary>
    public void DisownStorage()
    {
        var settings = SettingsOf(_folder, _storage);
        File.Delete(AzuriteRecord.PathFor(settings.Cache, settings.Endpoints));
    }

    /// <summary>Stops Azurite, where no host holds it; its data stays.</summary>
    public ValueTask StopStorageAsync() => _azurite.DisposeAsync();

    /// <summary>Starts Azurite again on the same ports, with the data that it had.</summary>
    public async Task StartStorageAsync(CancellationToken cancellationToken) =>
        _azurite = await ManagedAzurite.EnsureAsync(SettingsOf(_folder, _storage), TimeProvider.System, cancellationToken: cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // The hosts first: they still need the storage to end.
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        await Endpoint.DisposeAsync();
        await _azurite.DisposeAsync();
        await DeleteAsync(_folder);
    }

    /// <summary>An emulator that has just ended may still have had a file to write.</summary>
    private static async Task DeleteAsync(string folder)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (attempt < Attempts)
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
            catch (IOException)
            {
                // In the folder of temporary files; it is worth no measurement.
                return;
            }
        }
    }

    private static async Task<(ManagedAzurite Azurite, AzuriteEndpoints Storage)> StartAzuriteAsync(string folder, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var storage = FreeEndpoints();
            try
            {
                return (await ManagedAzurite.EnsureAsync(SettingsOf(folder, storage), TimeProvider.System, cancellationToken: cancellationToken), storage);
            }
            catch (AzuriteException) when (attempt < Attempts)
            {
                // The port is gone, most likely; the last attempt's reason is told.
            }
        }
    }

    private static AzuriteSettings SettingsOf(string folder, AzuriteEndpoints storage) =>
        new() { Endpoints = storage, Location = Path.Combine(folder, "azurite"), StartWithin = StartsWithin };

    private static AzuriteEndpoints FreeEndpoints()
    {
        var listeners = Enumerable.Range(0, 3).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.ConvertAll(listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        listeners.ForEach(listener => listener.Dispose());
        return new(ports[0], ports[1], ports[2]);
    }
}
