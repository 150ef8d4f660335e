using System.ComponentModel;
using System.Diagnostics;

namespace FlowFunctions.Cli.App;

/// <summary>
/// The app as a child process. It holds the other end of the app's standard input, and the app stops when that ends:
/// on dispose, and when the tool is killed.
/// </summary>
internal sealed class AppProcess : IAsyncDisposable
{
    /// <summary>An app that serves drains for up to 30 s before it stops.</summary>
    private static readonly TimeSpan ServingPatience = TimeSpan.FromSeconds(40);

    /// <summary>An app that still starts has nothing to lose, and may be busy with something long, such as an installation.</summary>
    private static readonly TimeSpan StartingPatience = TimeSpan.FromSeconds(5);

    /// <summary>How the line begins that the app prints once it has its address: the embedded host's last line of its banner.</summary>
    private const string ListeningLine = "Listening on ";

    private readonly Process _process;
    private readonly AppLog _log;
    private readonly TimeProvider _time;
    private volatile bool _isListening;

    private AppProcess(Process process, AppLog log, TimeProvider time)
    {
        _process = process;
        _log = log;
        _time = time;
        Exited = Task.WhenAll(process.WaitForExitAsync(CancellationToken.None), CopyAsync(process.StandardOutput), CopyAsync(process.StandardError));
    }

    /// <summary>Ends, without a failure of its own, when the process has ended and all it said is in the log.</summary>
    public Task Exited { get; }

    /// <summary>Whether the app has its address. Until then, whoever answers there is somebody else.</summary>
    public bool IsListening => _isListening;

    /// <summary>Set once the app is ready; from then on it is given the time to stop in order.</summary>
    public bool IsServing { get; set; }

    /// <summary>Runs <paramref name="start"/>, whose streams are redirected here. The caller owns <paramref name="log"/>, which outlives the process.</summary>
    public static AppProcess Start(ProcessStartInfo start, AppLog log, TimeProvider time)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        try
        {
            return new AppProcess(Process.Start(start)!, log, time);
        }
        catch (Win32Exception problem)
        {
            throw new FlowsException($"The app cannot be started ({start.FileName}): {problem.Message}", "Install the .NET 10 SDK: https://dotnet.microsoft.com/download", problem);
        }
    }

    /// <summary>The failure to report after the app ended; its last lines say why.</summary>
    public FlowsException Ended()
    {
        var lines = string.Join('\n', _log.LastLines.Select(line => $"  {line}"));
        return new FlowsException($"The app ended with exit code {_process.ExitCode}. It last said:\n{lines}", $"Its whole log is in {_log.Path}");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The app has closed its end already.
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
                _isListening = true;
        }
    }
}
