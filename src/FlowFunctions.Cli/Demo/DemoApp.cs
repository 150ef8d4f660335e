using System.Net;
using FlowFunctions.Cli.App;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Rendering;
using FlowFunctions.Outgoing;

namespace FlowFunctions.Cli.Demo;

/// <summary>The app of the demo, started and ready to be called.</summary>
internal sealed class DemoApp : IAsyncDisposable
{
    /// <summary>The first start installs Azurite by npm, which takes as long as the network does.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(2);

    /// <summary>A port that was free a moment ago may be taken when the app binds it.</summary>
    private const int Attempts = 3;

    private readonly ProcessLog _log;
    private readonly ChildProcess _process;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private AppKey? _key;

    private DemoApp(ProcessLog log, ChildProcess process, HttpClient http, TimeProvider time)
    {
        _time = time;
        _log = log;
        _process = process;
        _http = http;
        Client = new FlowsClient(http);
    }

    public FlowsClient Client { get; }

    public string LogPath => _log.Path;

    public static async Task<DemoApp> StartAsync(DemoOptions options, AppTargets targets, DemoPlace place, IDemoView view, TimeProvider time, CancellationToken cancellationToken)
    {
        var port = options.Port;
        if (port is { } wanted && !FreePort.IsFree(wanted))
            throw new FlowsException($"Port {wanted} is in use.", "Choose another one with --port, or leave the option out.");

        var log = ProcessLog.Create(Path.Combine(".flows", "demo.log"));
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var chosen = port ?? FreePort.Find(DemoOptions.PreferredPort);
                var app = Launch(chosen, options.App, targets, place, log, time);
                try
                {
                    await view.WaitAsync(() => StartProgress.Describe(log.LastLines), app.WaitUntilReadyAsync(cancellationToken), cancellationToken);
                    return app;
                }
                catch (FlowsException) when (port is null && attempt < Attempts && app._process.Exited.IsCompleted && WasTaken(chosen, log))
                {
                    await app.StopAsync();
                }
                catch
                {
                    await app.StopAsync();
                    throw;
                }
            }
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>The key that every later call carries.</summary>
    public void UseKey(AppKey key)
    {
        _key = key;
        Client.UseKey(key.Value);
    }

    /// <summary>Does <paramref name="work"/>, which calls the app; when the app ends before it, that is the failure.</summary>
    public async Task<T> WhileItRunsAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await _process.WhileItRunsAsync(work, cancellationToken);
        }
        catch (FlowsApiException refusal)
        {
            var isKey = refusal.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
            throw new FlowsException(refusal.Message, isKey && _key is { } key ? key.RefusalCure : $"The app's log may tell more: {LogPath}", refusal);
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException { InnerException: TimeoutException })
        {
            // A broken connection is often seen a moment before the end of the process that broke it.
            await Task.WhenAny(_process.Exited, Task.Delay(ExitPatience, _time, cancellationToken));
            throw _process.Exited.IsCompleted ? _process.Ended() : new FlowsException($"The app does not answer: {problem.Message}", $"Its log is in {LogPath}", problem);
        }
    }

    /// <summary>Serves until the token is cancelled; an app that ends before is a failure.</summary>
    /// <returns>Never.</returns>
    public async Task<bool> ServeAsync(CancellationToken cancellationToken)
    {
        await _process.Exited.WaitAsync(cancellationToken);
        throw _process.Ended();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _log.Dispose();
    }

    private static DemoApp Launch(int port, string? folder, AppTargets targets, DemoPlace place, ProcessLog log, TimeProvider time)
    {
        var address = new Uri($"http://127.0.0.1:{port}/");
        var process = ChildProcess.Start("The app", AppCommand.Create(address, folder, targets, place), log, time);
#pragma warning disable CA2000 // The client owns its handlers.
        return new DemoApp(log, process, new HttpClient(new LostConnectionHandler(new SocketsHttpHandler())) { BaseAddress = address, Timeout = CallPatience }, time);
#pragma warning restore CA2000
    }

    /// <summary>Whether the app ended because somebody else has its port, or had it for the moment in which the app wanted it.</summary>
    private static bool WasTaken(int port, ProcessLog log) =>
        !FreePort.IsFree(port) || log.LastLines.Any(line => line.Contains("is in use by another program", StringComparison.Ordinal));

    private Task WaitUntilReadyAsync(CancellationToken cancellationToken) => _process.WaitUntilReadyAsync(Client.IsReadyAsync, StartPatience, cancellationToken);

    private async Task StopAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }
}
