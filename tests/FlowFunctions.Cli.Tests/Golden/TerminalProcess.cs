using System.Diagnostics;
using System.Globalization;
using System.Text;
using FlowFunctions.Testing;

namespace FlowFunctions.Cli.Tests.Golden;

/// <summary>The tool as a process of its own in a pseudo-terminal, which util-linux' <c>script</c> makes: what somebody at a terminal would see, controls and all.</summary>
internal sealed class TerminalProcess : IDisposable
{
    private static readonly TimeSpan EndsWithin = Wait.Patience * 2;

    private readonly Process _process;
    private readonly Task _reading;
    private readonly StringBuilder _seen = new();
    private readonly Lock _lock = new();

    private TerminalProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>All that came so far.</summary>
    public string Seen
    {
        get
        {
            lock (_lock)
            {
                return _seen.ToString();
            }
        }
    }

    /// <param name="folder">Where it starts; its configuration is there too.</param>
    /// <param name="environment">Over this process's, without the tool's own variables.</param>
    /// <param name="columns">Of the terminal.</param>
    /// <param name="arguments">Of the tool.</param>
    public static TerminalProcess Start(string folder, IReadOnlyDictionary<string, string?> environment, int columns, params IEnumerable<string> arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only util-linux' script says how the program ended.");
        var command = string.Join(' ', new[] { "dotnet", ToolPath.Here }.Concat(arguments).Select(Quoted));

        // The tool itself shows what is typed while it reads a line; what is typed a moment before would be shown by the terminal as well.
        var start = new ProcessStartInfo("script", ["-q", "-e", "-c", string.Create(CultureInfo.InvariantCulture, $"stty cols {columns} rows 24 -echo; exec {command}"), "/dev/null"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("FLOWS_", StringComparison.Ordinal) || name is "NO_COLOR" or "CI").ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment.Append(new("TERM", "xterm")).Append(new("LANG", "C.UTF-8")).Append(new("SHELL", "/bin/sh")).Append(new("XDG_CONFIG_HOME", folder)))
            start.Environment[name] = value;
        return new TerminalProcess(Process.Start(start)!);
    }

    public Task WaitForAsync(string text) =>
        Wait.For(() => Task.FromResult(Seen), seen => seen.Contains(text, StringComparison.Ordinal) || _process.HasExited, EndsWithin);

    /// <summary>As if somebody typed it.</summary>
    public async Task TypeAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    /// <returns>The tool's exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        using var deadline = new CancellationTokenSource(EndsWithin);
        try
        {
            await _reading.WaitAsync(deadline.Token);
            await _process.WaitForExitAsync(deadline.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException($"The tool has not ended; the terminal has:\n{Seen}", late);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await _process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            lock (_lock)
            {
                _seen.Append(buffer, 0, count);
            }
        }
    }
}
