using FlowFunctions.Benchmarks.Runs;
using FlowFunctions.Chaos.Target;
using FlowFunctions.Chaos.Weather;
using FlowFunctions.LocalHost.Emulator;

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
    private readonly CancellationTokenSource _over = new();
    private Task _supervising = Task.CompletedTask;

    /// <param name="count">1 or more.</param>
    /// <param name="folder">Where they run and write their logs.</param>
    /// <param name="storage">Their storage.</param>
    /// <param name="webhook">The address that is told of runs' ends.</param>
    /// <param name="models">Address of the service that loads go to.</param>
    /// <param name="clock">By which their schedules come due.</param>
    public Hosts(int count, string folder, FaultyStorage storage, string webhook, string models, ClockFile clock)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Secrets__KeyFolder"] = Path.Combine(folder, "secret-keys"),
            ["Flows__TaskHub"] = Hub,
            [ClockFile.Variable] = clock.Path,
            [$"Notifications__Webhooks__{Webhook}__Url"] = webhook,

            ["Targets__Anaplan__ApiAddress"] = models,
            ["Targets__Anaplan__AuthAddress"] = models,
            ["Targets__Anaplan__UserName"] = Models.User,
            ["Targets__Anaplan__Password"] = Models.Password,
            ["Targets__Anaplan__RequestsPerMinute"] = "6000",
            ["Targets__Anaplan__RequestTimeout"] = "00:00:05",
            ["Targets__Anaplan__LostStartPatience"] = "00:00:10",
            ["Targets__AzureBlob__ServiceAddress"] = $"http://{AzuriteEndpoints.Host}:{storage.PortAt(0)}/{{account}}",

            // Short, so that steps outlast them: what waits durably, and what does not answer, comes up in minutes.
            ["Flows__InlineWait"] = "00:00:02",
            ["Flows__WakeAfter"] = "00:02:00",
            ["Targets__CallTimeout"] = "00:00:10",
            ["AzureFunctionsJobHost__extensions__durableTask__storageProvider__partitionCount"] = "4",

            // What a killed host held comes back so long after it was taken. Turns take longer: after one that failed the provider takes one in ten seconds until five have succeeded, and none does
            // whose message was given to another meanwhile. Three hosts and an emulator on two processors are behind with that for more than a minute.
            ["AzureFunctionsJobHost__extensions__durableTask__storageProvider__controlQueueVisibilityTimeout"] = "00:01:30",
            ["AzureFunctionsJobHost__extensions__durableTask__storageProvider__controlQueueBufferThreshold"] = "32",

            // The least that the provider takes.
            ["AzureFunctionsJobHost__extensions__durableTask__storageProvider__workItemQueueVisibilityTimeout"] = "00:01:00",

            // From one try of a message to the next: five of them, and a notice that nobody takes is given up.
            ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:10",
        };
        _hosts = [.. Enumerable.Range(0, count).Select(number => new Host(
            number,
            new HostPlan(Log: "", Directory.CreateDirectory(Path.Combine(folder, $"host-{number}")).FullName, Application: null, storage.Endpoints.ConnectionStringOf(Emulator.Account), settings)
            {
                Program = ["FlowFunctions.Chaos.dll", HostProgram.Verb],
            }))];
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
        _supervising = Task.WhenAll(_hosts.Select(host => host.SuperviseAsync(_over.Token)));
    }

    public IReadOnlyList<Host> All => _hosts;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _supervising.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_hosts.Select(host => host.DisposeAsync().AsTask()));
        _over.Dispose();
    }
}
