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

    private readonly string _folder;
    private readonly string? _application;
    private readonly AzuriteEndpoints _storage;
    private readonly ManagedAzurite _azurite;
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
    public HostProcess StartHost(AzuriteEndpoints? storage = null)
    {
        var host = HostProcess.Start(new(Path.Combine(_folder, $"host-{_hosts.Count + 1}.log"), _folder, _application, (storage ?? _storage).ConnectionString));
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
    public ProcessUse AzuriteUse() => ProcessUse.Of([_azurite.ProcessId ?? throw new MeasureException("Azurite has ended.")]);

    public async ValueTask DisposeAsync()
    {
        // The hosts first: they still need the storage to end.
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        await Endpoint.DisposeAsync();
        await _azurite.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<(ManagedAzurite Azurite, AzuriteEndpoints Storage)> StartAzuriteAsync(string folder, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var storage = FreeEndpoints();
            try
            {
                var settings = new AzuriteSettings { Endpoints = storage, Location = Path.Combine(folder, "azurite") };
                return (await ManagedAzurite.EnsureAsync(settings, TimeProvider.System, cancellationToken: cancellationToken), storage);
            }
            catch (AzuriteException) when (attempt < Attempts)
            {
                // The port is gone, most likely; the last attempt's reason is told.
            }
        }
    }

    private static AzuriteEndpoints FreeEndpoints()
    {
        var listeners = Enumerable.Range(0, 3).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.ConvertAll(listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        listeners.ForEach(listener => listener.Dispose());
        return new(ports[0], ports[1], ports[2]);
    }
}
