using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.EndToEnd;

/// <summary>The application as a user runs it: with its host in a process of its own, in a folder of its own.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = Wait.Patience;

    private const string ReadyLine = "Listening on ";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private AppProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public HttpClient Client { get; } = new() { Timeout = Wait.Patience };

    /// <summary>Whether it answers requests.</summary>
    public bool IsListening => AddressInBanner() is not null;

    public string Output => string.Join(Environment.NewLine, _output);

    public static Task<AppProcess> StartAsync(AppFolder folder, CancellationToken cancellationToken) =>
        AppStarts.RunAsync(() => LaunchAsync(folder, cancellationToken), cancellationToken);

    /// <summary>Only begins to start it: for one that is to be stopped before it serves.</summary>
    public static AppProcess Begin(AppFolder folder, IReadOnlyDictionary<string, string> settings)
    {
        NeedsAttribute.Demand(Need.App);
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "FlowFunctions.LocalHost.dll"), "--urls", "http://127.0.0.1:0" },
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>As <c>kill -9</c> does: no shutdown code runs.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>As a deployment or <c>kill</c> does: SIGTERM, and the process ends in order.</summary>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public async Task StopAsync(TimeSpan within)
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync().WaitAsync(within);
        Assert.True(_process.ExitCode == 0, $"exit code {_process.ExitCode}{Environment.NewLine}{Output}");
    }

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) =>
        (await Client.GetFromJsonAsync<JsonNode>(path, cancellationToken))!;

    public async Task<JsonNode> PostAsync(string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var content = body is null ? null : JsonContent.Create(body);
        using var response = await Client.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"POST {path} answered {(int)response.StatusCode}: {text}{Environment.NewLine}{Output}");
        return JsonNode.Parse(text)!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static async Task<AppProcess> LaunchAsync(AppFolder folder, CancellationToken cancellationToken)
    {
        var app = Begin(folder, folder.Settings);
        try
        {
            await app.WaitUntilItServesAsync(folder, cancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private async Task WaitUntilItServesAsync(AppFolder folder, CancellationToken cancellationToken)
    {
        await Wait.Until(() => _process.HasExited || IsListening, StartDeadline, () => Output);
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"The app exited with code {_process.ExitCode} before it served.{Environment.NewLine}{Output}");
        }

        Client.BaseAddress = new Uri(AddressInBanner()!);
        var key = await File.ReadAllTextAsync(folder.DevelopmentKeyPath, cancellationToken);
        Client.DefaultRequestHeaders.Add("x-functions-key", key.Trim());
    }

    private string? AddressInBanner() =>
        _output.FirstOrDefault(line => line.StartsWith(ReadyLine, StringComparison.Ordinal))?[ReadyLine.Length..].Trim();

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }
}
