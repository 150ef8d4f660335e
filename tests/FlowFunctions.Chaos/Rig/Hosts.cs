using FlowFunctions.Benchmarks.Runs;
using FlowFunctions.Chaos.Weather;

namespace FlowFunctions.Chaos.Rig;

/// <summary>All hosts of a trial, on one storage and one task hub.</summary>
internal sealed class Hosts : IAsyncDisposable
{
    /// <summary>Of the tables and queues of the task hub.</summary>
    public const string Hub = "ChaosHub";

    /// <summary>Of the webhook that is told of runs' ends.</summary>
    public const string Webhook = "chaos";

    /// <summary>Who calls the API.</summary>
    public const string User = "runs";

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(100);

    private readonly IReadOnlyList<Host> _hosts;

    /// <param name="count">1 or more.</param>
    /// <param name="folder">Where they run and write their logs.</param>
    /// <param name="storage">Their storage.</param>
    /// <param name="webhook">The address that is told of runs' ends.</param>
    public Hosts(int count, string folder, FaultyStorage storage, string webhook)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Secrets__KeyFolder"] = Path.Combine(folder, "secret-keys"),
            ["Flows__TaskHub"] = Hub,
            [$"Notifications__Webhooks__{Webhook}__Url"] = webhook,

            // Short, so that steps outlast them: what waits durably, and what does not answer, comes up in minutes.
            ["Flows__InlineWait"] = "00:00:02",
            ["Targets__CallTimeout"] = "00:00:10",
            ["AzureFunctionsJobHost__extensions__durableTask__storageProvider__partitionCount"] = "4",
        };
        _hosts = [.. Enumerable.Range(0, count).Select(number => new Host(
            number,
            new HostPlan(Log: "", Directory.CreateDirectory(Path.Combine(folder, $"host-{number}")).FullName, Application: null, storage.Endpoints.ConnectionStringOf(Emulator.Account), settings)))];
    }

    /// <summary>Calls any host that is ready; waits for one where none is.</summary>
    public async Task<HttpClient> AnyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_hosts.Select(host => host.Ready).OfType<HttpClient>().ToList() is { Count: > 0 } ready)
            {
                return ready[Random.Shared.Next(ready.Count)];
            }

            await Task.Delay(LookAgainAfter, cancellationToken);
        }
    }

    /// <summary>The first makes the tables, the others come to them.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _hosts[0].StartAsync(cancellationToken);
        await Task.WhenAll(_hosts.Skip(1).Select(host => host.StartAsync(cancellationToken)));
    }

    public IReadOnlyList<Host> All => _hosts;

    public async ValueTask DisposeAsync() => await Task.WhenAll(_hosts.Select(host => host.DisposeAsync().AsTask()));
}
