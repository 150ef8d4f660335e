using System.Text.RegularExpressions;
using FlowFunctions.Cli.Tests.EndToEnd;
using FlowFunctions.Testing;

namespace FlowFunctions.Cli.Tests.Handbook;

/// <summary>A demo that serves, as the handbook asks its reader to leave one running.</summary>
public sealed partial class ServedDemo(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string _isolation = $"handbook{Random.Shared.Next(1_000_000, 10_000_000)}";
    private ToolProcess? _demo;

    /// <summary>Where it was started; its key is there.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("flows-handbook-").FullName;

    public string Server { get; } = $"http://127.0.0.1:{FreePorts.Take(1)[0]}";

    /// <summary>Of the sample endpoint that runs steps.</summary>
    public string Endpoint => Address().Match(_demo!.Output).Groups["address"].Value;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Started by the first test that runs a page.</summary>
    public async Task StartAsync()
    {
        if (_demo is not null)
            return;
        _demo = ToolProcess.Start(Folder, azurite.ConnectionString, _isolation, "demo", "--speed", "4", "--port", new Uri(Server).Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await _demo.WaitForOutputAsync("until Ctrl-C");
        Assert.True(Endpoint.Length > 0, _demo.Output);
    }

    public async ValueTask DisposeAsync()
    {
        if (_demo is not null)
        {
            await _demo.TerminateAsync();
            await _demo.WaitForExitAsync();
            _demo.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    [GeneratedRegex(@"The sample endpoint that runs steps: (?<address>http://[0-9.:]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Address();
}
