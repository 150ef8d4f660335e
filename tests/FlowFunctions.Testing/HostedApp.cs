using FlowFunctions.LocalHost;
using FlowFunctions.LocalHost.Settings;
using Microsoft.Azure.Functions.Worker.Builder;

namespace FlowFunctions.Testing;

/// <summary>
/// The whole application on a Functions host of its own in the test's process, on a free port, with a working folder that goes with it. Several may run at
/// once: those of one account need a task hub and a storage prefix each.
/// </summary>
public sealed class HostedApp : IAsyncDisposable
{
    /// <summary>
    /// What makes a host quick and no burden to the emulator that many share. A run's own messages wake its host, so quicker polling makes no run quicker
    /// (measured from 0.1 s to 0.5 s); hubs of one partition start quicker and have an eighth of the queues to poll.
    /// </summary>
    private static readonly Dictionary<string, string> Quick = new(StringComparer.Ordinal)
    {
        ["AzureFunctionsJobHost:extensions:durableTask:storageProvider:partitionCount"] = "1",
        ["AzureFunctionsJobHost:extensions:durableTask:storageProvider:maxQueuePollingInterval"] = "00:00:00.500",

        // The least that the provider takes: what a killed host held, or one that a busy machine stopped too slowly, comes back a minute after it took it.
        ["AzureFunctionsJobHost:extensions:durableTask:storageProvider:controlQueueVisibilityTimeout"] = "00:01:00",
        ["AzureFunctionsJobHost:extensions:durableTask:storageProvider:workItemQueueVisibilityTimeout"] = "00:01:00",
        ["AzureFunctionsJobHost:extensions:queues:maxPollingInterval"] = "00:00:00.500",
        ["Flows:StorageTimeout"] = StorageTimeout,
    };

    /// <summary>What requests of tests wait for storage: an emulator that many share, on a machine with too much to do, answers later than a caller in production should wait.</summary>
    public const string StorageTimeout = "00:02:00";

    private readonly FunctionsHost _host;
    private readonly StringWriter _output;

    private HostedApp(FunctionsHost host, StringWriter output, string workingDirectory)
    {
        _host = host;
        _output = output;
        WorkingDirectory = workingDirectory;
        Client = new HttpClient { BaseAddress = new Uri(host.Urls.First()) };
    }

    public HttpClient Client { get; }

    /// <summary>The application's, not the host's.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Where the host keeps what it makes for itself.</summary>
    public string WorkingDirectory { get; }

    /// <summary>The banner.</summary>
    public string Output => _output.ToString();

    /// <summary>Settings that every test of the whole application wants, in the form of environment variables: for those that run in processes of their own.</summary>
    public static IReadOnlyDictionary<string, string> QuickEnvironment { get; } =
        Quick.ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value, StringComparer.Ordinal);

    /// <summary>Returns when requests are answered.</summary>
    /// <param name="settings">Over all others, such as AzureWebJobsStorage, Flows:TaskHub and Flows:StoragePrefix. Environment variables are not read.</param>
    /// <param name="configure">Changes what the application has set up, just before it is built: replaces services.</param>
    public static Task<HostedApp> StartAsync(IReadOnlyDictionary<string, string> settings, Action<FunctionsApplicationBuilder>? configure = null)
    {
        NeedsAttribute.Demand(Need.App);
        return AppStarts.RunAsync(() => StartNowAsync(settings, configure));
    }

    /// <summary>As SIGTERM does.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
        Directory.Delete(WorkingDirectory, recursive: true);
    }

    private static async Task<HostedApp> StartNowAsync(IReadOnlyDictionary<string, string> settings, Action<FunctionsApplicationBuilder>? configure)
    {
        var folder = Directory.CreateTempSubdirectory("flow-functions-host-").FullName;
        var output = new StringWriter();
        var host = new FunctionsHost(new LocalHostSettings
        {
            Arguments = ["--urls=http://127.0.0.1:0", .. Quick.Concat(settings).Select(setting => $"--{setting.Key}={setting.Value}")],
            WorkingDirectory = folder,
            UsesEnvironment = false,
            Output = output,
            LogsToConsole = false,
            Configure = configure,
        });
        try
        {
            await host.StartAsync(CancellationToken.None);
            return new HostedApp(host, output, folder);
        }
        catch
        {
            await host.DisposeAsync();
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }
}
