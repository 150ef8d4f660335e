using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace FlowFunctions.Benchmarks.Runs;

/// <summary>
/// A local host in a process of its own, with the settings of local.settings.sample.json and what its environment and command line say over them, and known by its
/// HTTP address.
/// </summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private const string Listening = "Listening on ";

    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(5);

    private readonly Process _process;
    private readonly HostLogFile _log;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _started;

    private HostProcess(HostPlan plan)
    {
        LogPath = plan.Log;
        _log = new(plan.Log);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "local.settings.sample.json"), Path.Combine(plan.WorkingDirectory, "local.settings.json"), overwrite: true);
        _process = new() { StartInfo = StartInfoOf(plan) };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => _log.Write(line.Data);
        _started = TimeProvider.System.GetTimestamp();
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Calls with a key that may all; ready when the host is.</summary>
    public HttpClient Client { get; } = HostKey.CreateClient();

    /// <summary>The file with what it writes, line by line.</summary>
    public string LogPath { get; }

    public bool HasEnded => _process.HasExited;

    public static HostProcess Start(HostPlan plan) => new(plan);

    /// <summary>Until health answers 200 for the first time.</summary>
    /// <returns>Since the start of the process.</returns>
    /// <exception cref="MeasureException">It ended, or was not ready in time; the message shows what it wrote last.</exception>
    public async Task<TimeSpan> ReadyAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(ReadyWithin);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var ended = _process.WaitForExitAsync(either.Token);
            if (await Task.WhenAny(_address.Task, ended) == ended)
            {
                await ended;
                throw new MeasureException($"The host ended while it started: {_log.LastLines}");
            }

            Client.BaseAddress ??= new(await _address.Task, "/2/0/");
            while (true)
            {
                using var health = await Client.GetAsync(new Uri("health", UriKind.Relative), either.Token);
                if (health.StatusCode == HttpStatusCode.OK)
                {
                    return TimeProvider.System.GetElapsedTime(_started);
                }

                await Task.Delay(LookAgainAfter, either.Token);
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new MeasureException($"The host was not ready within {ReadyWithin.TotalSeconds:0} s: {_log.LastLines}");
        }
    }

    /// <summary>Asks it to stop, as a service manager does, and waits for its end.</summary>
    /// <returns>From asking to the end of the process.</returns>
    /// <exception cref="MeasureException">It does not end.</exception>
    public async Task<TimeSpan> StopAsync(CancellationToken cancellationToken)
    {
        var asked = TimeProvider.System.GetTimestamp();
        if (OperatingSystem.IsWindows())
        {
            // There are no signals; the host takes the end of its standard input for one.
            _process.StandardInput.Close();
        }
        else
        {
            using var signal = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        }

        using var deadline = new CancellationTokenSource(EndsWithin);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await _process.WaitForExitAsync(either.Token);
            return TimeProvider.System.GetElapsedTime(asked);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MeasureException($"The host did not end within {EndsWithin.TotalSeconds:0} s of being asked to: {_log.LastLines}");
        }
    }

    /// <summary>Ends it as a power cut does.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>What it has used with the processes that it has started.</summary>
    public ProcessUse Use() => ProcessUse.Of(ProcessTree.Of(_process.Id));

    /// <summary>What it has used without them.</summary>
    public ProcessUse OwnUse() => ProcessUse.Of([_process.Id]);

    /// <summary>What they have used: the application, where it is in a process of its own.</summary>
    public ProcessUse StartedUse() => ProcessUse.Of(ProcessTree.Of(_process.Id).Skip(1));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            try
            {
                await StopAsync(CancellationToken.None);
            }
            catch (MeasureException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }
        }

        Client.Dispose();
        _process.Dispose();
        _log.Dispose();
    }

    private static ProcessStartInfo StartInfoOf(HostPlan plan)
    {
        string[] program = [Path.Combine(AppContext.BaseDirectory, plan.Program[0]), .. plan.Program.Skip(1)];
        IEnumerable<string> application = plan.Application is null ? [] : ["--app", plan.Application];
        var start = new ProcessStartInfo("dotnet", [.. program, .. application, "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = plan.WorkingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["AzureWebJobsStorage"] = plan.Storage,
                ["Host__StopWithStandardInput"] = "true",
                ["Security__Keys__0__Name"] = "runs",
                ["Security__Keys__0__Role"] = "editor",
                ["Security__Keys__0__Salt"] = HostKey.Salt,
                ["Security__Keys__0__Hash"] = HostKey.Hash,
            },
        };
        foreach (var (name, value) in plan.Settings)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private void Read(string? line)
    {
        _log.Write(line);
        if (line?.StartsWith(Listening, StringComparison.Ordinal) == true)
        {
            _address.TrySetResult(new(line[Listening.Length..].Split(' ')[0]));
        }
    }
}
