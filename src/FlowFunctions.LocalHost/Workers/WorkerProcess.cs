using System.Diagnostics;
using System.Globalization;
using FlowFunctions.LocalHost.Checks;

namespace FlowFunctions.LocalHost.Workers;

/// <summary>An application in a process of its own.</summary>
internal sealed class WorkerProcess : IWorkerRun
{
    private const string HttpCapability = "HttpUri";

    /// <summary>How the runtime begins what it says of an exception that nobody has caught; the stack follows, and the end of the process.</summary>
    private const string Crash = "Unhandled exception. ";

    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly Task _copying;
    private readonly bool _showsCrash;
    private volatile string _lastError = "";
    private volatile bool _isReady;

    /// <param name="process">With its streams redirected.</param>
    /// <param name="output">Takes what it writes.</param>
    /// <param name="showsCrash">Whether that has the stack, too, of the exception with which it ends before it is ready: whoever starts it is told the exception's message.</param>
    public WorkerProcess(Process process, TextWriter output, bool showsCrash)
    {
        _process = process;
        _showsCrash = showsCrash;
        _copying = Task.WhenAll(CopyAsync(process.StandardOutput, output, isError: false), CopyAsync(process.StandardError, output, isError: true));
        Ended = WaitAsync();
    }

    public Task<string> Ended { get; }

    public Uri HttpAddress(IReadOnlyDictionary<string, string> capabilities) =>
        capabilities.TryGetValue(HttpCapability, out var address)
            ? new(address)
            : throw new Rpc.WorkerException("The application does not serve HTTP by itself. Call ConfigureFunctionsWebApplication() in its Program.cs.");

    public void Ready() => _isReady = true;

    public async ValueTask DisposeAsync()
    {
        // Ends it, as the host's death would.
        await _process.StandardInput.DisposeAsync();
        try
        {
            await Ended.WaitAsync(EndsWithin);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await Ended;
        }

        _process.Dispose();
    }

    private async Task<string> WaitAsync()
    {
        await _process.WaitForExitAsync();
        await _copying;
        return string.Create(CultureInfo.InvariantCulture, $"exit code {_process.ExitCode}{(_lastError.Length > 0 ? $": {Sentence.Of(_lastError).TrimEnd('.')}" : "")}");
    }

    private async Task CopyAsync(StreamReader from, TextWriter to, bool isError)
    {
        var isCrash = false;
        while (await from.ReadLineAsync() is { } line)
        {
            if (isError && !isCrash && line.Length > 0)
            {
                isCrash = line.StartsWith(Crash, StringComparison.Ordinal);
                _lastError = isCrash ? line[Crash.Length..] : line;
            }

            if (!isCrash || _isReady || _showsCrash)
            {
                await to.WriteLineAsync(line);
            }
        }
    }
}
