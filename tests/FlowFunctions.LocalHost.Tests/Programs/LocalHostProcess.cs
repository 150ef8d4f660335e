using System.Collections.Concurrent;
using System.Diagnostics;
using FlowFunctions.Testing;

namespace FlowFunctions.LocalHost.Tests.Programs;

/// <summary>The host as a program, run from the build's output.</summary>
internal sealed class LocalHostProcess : IAsyncDisposable
{
    // A start takes a second or two, and a good deal longer beside builds and other tests.
    private static readonly TimeSpan StartsWithin = Wait.Patience;

    private const string ListeningLine = "Listening on ";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Task _reading;

    private LocalHostProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(CopyAsync(process.StandardOutput, _output), CopyAsync(process.StandardError, _errors));
    }

    public IReadOnlyList<string> Output => [.. _output];

    public IReadOnlyList<string> Errors => [.. _errors];

    public int Id => _process.Id;

    /// <param name="workingDirectory">Of the process.</param>
    /// <param name="storage">The connection string.</param>
    /// <param name="arguments">Beside an address on a free port.</param>
    /// <param name="environment">Beside this process's own.</param>
    public static LocalHostProcess Start(
        string workingDirectory, string storage, IEnumerable<string> arguments, params IEnumerable<KeyValuePair<string, string>> environment)
    {
        NeedsAttribute.Demand(Need.App);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "FlowFunctions.LocalHost.dll"), "--urls=http://127.0.0.1:0", .. arguments])
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AzureWebJobsStorage"] = storage;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>Waits for the end.</summary>
    public async Task<int> ExitAsync(TimeSpan? within = null)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(within ?? StartsWithin);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"The host still runs. It said: {string.Join('\n', Output.Concat(Errors))}", late);
        }

        await _reading;
        return _process.ExitCode;
    }

    /// <summary>Where the host listens, or has listened last.</summary>
    public Uri Address => new(Output.Last(IsListeningLine)[ListeningLine.Length..]);

    public bool HasExited => _process.HasExited;

    public static bool IsListeningLine(string line) => line.StartsWith(ListeningLine, StringComparison.Ordinal);

    /// <summary>Waits until the host answers requests.</summary>
    public async Task ListeningAsync()
    {
        await Wait.Until(() => Output.Any(IsListeningLine) || HasExited, StartsWithin, () => string.Join('\n', Output.Concat(Errors)));
        Assert.False(HasExited, string.Join('\n', Errors));
    }

    public Task StopAsync() => Signal.SendAsync("TERM", Id);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _reading;
        _process.Dispose();
    }

    private static async Task CopyAsync(StreamReader from, ConcurrentQueue<string> to)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            to.Enqueue(line);
        }
    }
}
