using System.Diagnostics;
using System.Globalization;

namespace FlowFunctions.LocalHost.Workers;

/// <summary>An application in a process of its own.</summary>
internal sealed class WorkerProcess : IWorkerRun
{
    private const string HttpCapability = "HttpUri";

    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly Task _copying;
    private volatile string _lastError = "";

    public WorkerProcess(Process process, TextWriter output)
    {
        _process = process;
        _copying = Task.WhenAll(CopyAsync(process.StandardOutput, output, isError: false), CopyAsync(process.StandardError, output, isError: true));
        Ended = WaitAsync();
    }

    public Task<string> Ended { get; }

    public Uri HttpAddress(IReadOnlyDictionary<string, string> capabilities) =>
        capabilities.TryGetValue(HttpCapability, out var address)
            ? new(address)
            : throw new Rpc.WorkerException("The application does not serve HTTP by itself. Call ConfigureFunctionsWebApplication() in its Program.cs.");

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
        return string.Create(CultureInfo.InvariantCulture, $"exit code {_process.ExitCode}{(_lastError.Length > 0 ? $", {_lastError}" : "")}");
    }

    private async Task CopyAsync(StreamReader from, TextWriter to, bool isError)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            if (isError && _lastError.Length == 0 && line.Length > 0)
            {
                // An unhandled exception says first what it is, and then where.
                _lastError = line;
            }

            await to.WriteLineAsync(line);
        }
    }
}
