using System.Diagnostics;
using System.Text;
using FlowFunctions.Testing;

namespace FlowFunctions.Cli.Tests.EndToEnd;

/// <summary>The tool as a process of its own in a folder of the test, its output in a pipe.</summary>
internal sealed class ToolProcess : IDisposable
{
    /// <summary>A demo starts an application, a simulator and a run one after the other: seconds, and minutes beside others on a machine with too much to do.</summary>
    private static readonly TimeSpan EndsWithin = Wait.Patience * 2;

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Lock _lock = new();

    private ToolProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_lock)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts the tool in <paramref name="folder"/>; the app it starts keeps its tables and its hub under the name <paramref name="isolation"/>, or where the tool chooses.</summary>
    public static ToolProcess Start(string folder, string storage, string? isolation, params string[] arguments) =>
        StartWithKey(key: null, folder, storage, isolation, arguments);

    /// <summary>The same with <paramref name="key"/> in the environment; null for none.</summary>
    public static ToolProcess StartWithKey(string? key, string folder, string storage, string? isolation, params string[] arguments)
    {
        NeedsAttribute.Demand(Need.App);
        var start = new ProcessStartInfo("dotnet", [ToolPath.Here, .. arguments])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AzureWebJobsStorage"] = storage;
        start.Environment["Flows__StorageTimeout"] = HostedApp.StorageTimeout;
        if (isolation is not null)
        {
            start.Environment["Flows__StoragePrefix"] = isolation;
            start.Environment["Flows__TaskHub"] = isolation;
        }

        start.Environment.Remove("FLOWS_KEY");
        if (key is not null)
            start.Environment["FLOWS_KEY"] = key;
        return new ToolProcess(Process.Start(start)!);
    }

    public async Task WaitForOutputAsync(string text) =>
        await Wait.For(() => Task.FromResult(Output), output => output.Contains(text, StringComparison.Ordinal) || _process.HasExited, EndsWithin);

    public async Task<int> WaitForExitAsync()
    {
        using var deadline = new CancellationTokenSource(EndsWithin);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException($"The tool has not ended; it said:\n{Output}", late);
        }
    }

    /// <summary>SIGKILL, for the tool alone: what it started is not asked to end.</summary>
    public void Kill() => _process.Kill(entireProcessTree: false);

    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Append(string? line)
    {
        lock (_lock)
        {
            _output.AppendLine(line);
        }
    }
}
