using FlowFunctions.Benchmarks.Runs;
using FlowFunctions.LocalHost.Emulator;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>An Azurite, a proxy before it that counts, and one host whose storage is behind the proxy.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StandsStillAfter = TimeSpan.FromMinutes(10);

    /// <summary>Without a request for a table of the application's: what was asked for is over. The longest pause within a run is a fraction of it, also on a busy machine.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(4);

    /// <summary>A machine that does much else is no outage of the storage.</summary>
    private static readonly Dictionary<string, string> Patient = new(StringComparer.Ordinal) { ["Flows__StorageTimeout"] = "00:03:00" };

    private readonly TestRig _rig;
    private readonly StorageProxy _proxy;
    private readonly HostProcess _host;

    private Installation(TestRig rig, StorageProxy proxy, HostProcess host, TimeSpan readyAfter)
    {
        _rig = rig;
        _proxy = proxy;
        _host = host;
        ReadyAfter = readyAfter;
    }

    /// <summary>From the start of the host's process to its first healthy answer, on an empty storage.</summary>
    public TimeSpan ReadyAfter { get; }

    public FlowsApi Flows => _rig.Flows;

    public HttpClient Client => _host.Client;

    public ScriptedEndpoint Endpoint => _rig.Endpoint;

    /// <summary>Where Azurite is, past the proxy.</summary>
    public AzuriteEndpoints Storage => _rig.Storage;

    /// <summary>Where the host finds Azurite.</summary>
    public AzuriteEndpoints ProxiedStorage => _proxy.Endpoints;

    /// <param name="application">A folder with a built function app.</param>
    /// <param name="settings">What the host's environment says beside the usual; null for nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MeasureException">Azurite or the host does not start.</exception>
    public static async Task<Installation> StartAsync(string application, IReadOnlyDictionary<string, string>? settings, CancellationToken cancellationToken)
    {
        var rig = await TestRig.StartAsync(application, cancellationToken);
        try
        {
            var proxy = await StorageProxy.StartAsync(rig.Storage, cancellationToken);
            var host = rig.StartHost(proxy.Endpoints, new Dictionary<string, string>([.. Patient, .. settings ?? Patient.Take(0)], StringComparer.Ordinal));
            return new(rig, proxy, host, await host.ReadyAsync(cancellationToken));
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks for something, nobody watching, and counts until it is over: until the endpoint was called so often and storage is quiet.</summary>
    /// <param name="start">Asks for it.</param>
    /// <param name="calls">Of the endpoint, that come of it.</param>
    /// <param name="share">Of how many things the requests are told for one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was counted; and how long it took, and the processor time of all processes in milliseconds, from the first request to the application's last write.</returns>
    public async Task<(Traffic Traffic, TimeSpan Duration, double Processor)> CountAsync(Func<Task> start, int calls, double share, CancellationToken cancellationToken)
    {
        _proxy.TakeCounts();
        var before = Endpoint.CallCount;
        var (usedBefore, used) = (Use(), 0.0);
        var since = TimeProvider.System.GetTimestamp();
        var written = since;
        await start();
        var (seen, progress) = (before, TimeProvider.System.GetTimestamp());
        while (Endpoint.CallCount < before + calls || TimeProvider.System.GetElapsedTime(_proxy.LastOfApplication) < Quiet)
        {
            if (_proxy.LastOfApplication is var last && last > written)
            {
                (written, used) = (last, Use().Milliseconds - usedBefore.Milliseconds);
            }

            if (Endpoint.CallCount is var now && now > seen)
            {
                (seen, progress) = (now, TimeProvider.System.GetTimestamp());
            }

            if (TimeProvider.System.GetElapsedTime(progress) > StandsStillAfter)
            {
                throw new MeasureException($"{seen - before} of {calls} calls, and none for {StandsStillAfter.TotalMinutes:0} minutes.");
            }

            await Task.Delay(LookAgainAfter, cancellationToken);
        }

        return (new(_proxy.TakeCounts(), share), TimeProvider.System.GetElapsedTime(since, _proxy.LastOfApplication), used);
    }

    /// <summary>Counts for as long as something takes.</summary>
    public async Task<Traffic> CountAsync(Func<Task> act, double share)
    {
        _proxy.TakeCounts();
        await act();
        return new(_proxy.TakeCounts(), share);
    }

    public InstallationUse Use() => new(_host.OwnUse(), _host.StartedUse(), _rig.AzuriteUse());

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _proxy.DisposeAsync();
    }
}
