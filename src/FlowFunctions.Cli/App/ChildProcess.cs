using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;

namespace FlowFunctions.Cli.App;

/// <summary>
/// A program that the demo needs, as a child process. It holds the other end of the program's standard input, and the program stops when that ends:
/// on dispose, and when the tool is killed.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>The app, once it serves, drains for up to 30 s before it stops.</summary>
    private static readonly TimeSpan ServingPatience = TimeSpan.FromSeconds(40);

    /// <summary>A program that still starts has nothing to lose, and may be busy with something long, such as an installation.</summary>
    private static readonly TimeSpan StartingPatience = TimeSpan.FromSeconds(5);

    /// <summary>How the line begins that a program prints once it has its address, which comes next in it.</summary>
    private const string ListeningLine = "Listening on ";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly SearchValues<char> AddressEnds = SearchValues.Create(" ;");

    private readonly string _name;
    private readonly Process _process;
    private readonly ProcessLog _log;
    private readonly TimeProvider _time;
    private volatile string? _address;

    private ChildProcess(string name, Process process, ProcessLog log, TimeProvider time)
    {
        _name = name;
        _process = process;
        _log = log;
        _time = time;
        Exited = Task.WhenAll(process.WaitForExitAsync(CancellationToken.None), CopyAsync(process.StandardOutput), CopyAsync(process.StandardError));
    }

    /// <summary>Ends, without a failure of its own, when the process has ended and all it said is in the log.</summary>
    public Task Exited { get; }

    /// <summary>Where the program listens; null until it says so, and until then, whoever answers there is somebody else.</summary>
    public string? Address => _address;

    /// <summary>Set once the program is ready; from then on it is given the time to stop in order.</summary>
    public bool IsServing { get; set; }

    /// <summary>Runs <paramref name="start"/>, whose streams are redirected here. The caller owns <paramref name="log"/>, which outlives the process.</summary>
    /// <param name="name">What messages call it: "The app".</param>
    /// <param name="start">The program and its arguments.</param>
    /// <param name="log">Where all it says goes.</param>
    /// <param name="time">Measures patience.</param>
    public static ChildProcess Start(string name, ProcessStartInfo start, ProcessLog log, TimeProvider time)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        try
        {
            return new ChildProcess(name, Process.Start(start)!, log, time);
        }
        catch (Win32Exception problem)
        {
            throw new FlowsException($"{name} cannot be started ({start.FileName}): {problem.Message}", "Install the .NET 10 SDK: https://dotnet.microsoft.com/download", problem);
        }
    }

    /// <summary>
    /// Returns when the program is ready, by what it prints and by what <paramref name="isReadyAsync"/> finds after that. From then on it has time to stop in order.
    /// </summary>
    /// <exception cref="FlowsException">It has ended, or is not ready in time.</exception>
    public async Task WaitUntilReadyAsync(Func<CancellationToken, Task<bool>> isReadyAsync, TimeSpan patience, CancellationToken cancellationToken)
    {
        var since = _time.GetTimestamp();
        while (Address is null || !await isReadyAsync(cancellationToken))
        {
            if (Exited.IsCompleted)
                throw Ended();
            if (_time.GetElapsedTime(since) > patience)
                throw new FlowsException($"{_name} is not ready after {patience.TotalMinutes} minutes.", $"Its log is in {_log.Path}");
            await Task.WhenAny(Exited, Task.Delay(PollInterval, _time, cancellationToken));
        }

        IsServing = true;
    }

    /// <summary>Does <paramref name="work"/>; when the program ends before it, that is the failure, whatever the work made of it.</summary>
    public async Task<T> WhileItRunsAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var working = work(stop.Token);
        if (await Task.WhenAny(working, Exited) != working)
        {
            await stop.CancelAsync();
            await ((Task)working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            throw Ended();
        }

        return await working;
    }

    /// <summary>The failure to report after the program ended; its last lines say why.</summary>
    public FlowsException Ended()
    {
        var lines = string.Join('\n', _log.LastLines.Select(line => $"  {line}"));
        return new FlowsException($"{_name} ended with exit code {_process.ExitCode}. It last said:\n{lines}", $"Its whole log is in {_log.Path}");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program has closed its end already.
        }

        try
        {
            await Exited.WaitAsync(IsServing ? ServingPatience : StartingPatience, _time);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await Exited;
        }

        _process.Dispose();
    }

    private async Task CopyAsync(StreamReader from)
    {
        while (await from.ReadLineAsync(CancellationToken.None) is { } line)
        {
            _log.Write(line);
            if (line.StartsWith(ListeningLine, StringComparison.Ordinal))
                _address ??= AddressIn(line.AsSpan(ListeningLine.Length));
        }
    }

    private static string AddressIn(ReadOnlySpan<char> text) => (text.IndexOfAny(AddressEnds) is var end and >= 0 ? text[..end] : text).ToString();
}
