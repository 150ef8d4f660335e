using FlowFunctions.Cli.App;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Demo;

/// <summary>The app of the demo, started and ready to be called.</summary>
internal sealed class DemoApp : IAsyncDisposable
{
    /// <summary>The first start installs Azurite by npm, which takes as long as the network does.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>A port that was free a moment ago may be taken when the app binds it.</summary>
    private const int Attempts = 3;

    private readonly AppLog _log;
    private readonly AppProcess _process;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    private DemoApp(AppLog log, AppProcess process, HttpClient http, TimeProvider time)
    {
        _time = time;
        _log = log;
        _process = process;
        _http = http;
        Client = new FlowsClient(http);
    }

    public FlowsClient Client { get; }

    public string LogPath => _log.Path;

    public static async Task<DemoApp> StartAsync(int? port, string endpointSecret, IDemoView view, TimeProvider time, CancellationToken cancellationToken)
    {
        if (port is { } wanted && !FreePort.IsFree(wanted))
            throw new FlowsException($"Port {wanted} is in use.", "Choose another one with --port, or leave the option out.");

        var log = AppLog.Create(Path.Combine(".flows", "demo.log"));
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var chosen = port ?? FreePort.Find(DemoOptions.PreferredPort);
                var app = Launch(chosen, endpointSecret, log, time);
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

    /// <summary>Runs <paramref name="work"/>; when the app ends before it, that is the failure, whatever the work made of it.</summary>
    public async Task<T> WhileItRunsAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var working = work(stop.Token);
        if (await Task.WhenAny(working, _process.Exited) != working)
        {
            await stop.CancelAsync();
            await ((Task)working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            throw _process.Ended();
        }

        try
        {
            return await working;
        }
        catch (FlowsApiException refusal)
        {
            throw new FlowsException(refusal.Message, $"The app's log may tell more: {LogPath}", refusal);
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException { InnerException: TimeoutException })
        {
            // A broken connection is often seen a moment before the end of the process that broke it.
            await Task.WhenAny(_process.Exited, Task.Delay(ExitPatience, _time, cancellationToken));
            throw _process.Exited.IsCompleted ? _process.Ended() : new FlowsException($"The app does not answer: {problem.Message}", $"Its log is in {LogPath}", problem);
        }
    }

    /// <summary>Serves until the token is cancelled; an app that ends before is a failure.</summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        await _process.Exited.WaitAsync(cancellationToken);
        throw _process.Ended();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _log.Dispose();
    }

    private static DemoApp Launch(int port, string endpointSecret, AppLog log, TimeProvider time)
    {
        var address = new Uri($"http://127.0.0.1:{port}/");
        var process = AppProcess.Start(AppCommand.Create(address, endpointSecret), log, time);
        return new DemoApp(log, process, new HttpClient { BaseAddress = address, Timeout = CallPatience }, time);
    }

    /// <summary>Whether the app ended because somebody else has its port, or had it for the moment in which the app wanted it.</summary>
    private static bool WasTaken(int port, AppLog log) =>
        !FreePort.IsFree(port) || log.LastLines.Any(line => line.Contains("is in use by another program", StringComparison.Ordinal));

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var since = _time.GetTimestamp();
        while (!_process.IsListening || !await Client.IsReadyAsync(cancellationToken))
        {
            if (_process.Exited.IsCompleted)
                throw _process.Ended();
            if (_time.GetElapsedTime(since) > StartPatience)
                throw new FlowsException($"The app is not ready after {StartPatience.TotalMinutes} minutes.", $"Its log is in {LogPath}");
            await Task.WhenAny(_process.Exited, Task.Delay(PollInterval, _time, cancellationToken));
        }

        _process.IsServing = true;
    }

    private async Task StopAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }
}
