using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using FlowFunctions.LocalHost.Emulator;
using FlowFunctions.Testing;

namespace FlowFunctions.LocalHost.Tests.Programs;

/// <summary>A host whose storage goes away while it runs. Classes of one or two tests each: they wait for most of their time, and classes wait side by side.</summary>
[Needs(Need.App)]
public abstract partial class OutageTestBase : IDisposable
{
    private protected static readonly TimeSpan RecoversWithin = Wait.Patience;

    private readonly TemporaryFolder _folder = new();

    protected OutageTestBase()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        var ports = FreePorts.Take(3);
        Endpoints = new AzuriteEndpoints(ports[0], ports[1], ports[2]);
    }

    private protected AzuriteEndpoints Endpoints { get; }

    protected string Folder => _folder.Path;

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected LocalHostProcess StartHost(params string[] arguments) => LocalHostProcess.Start(Folder, Endpoints.ConnectionString, arguments);

    private protected static int EmulatorOf(LocalHostProcess host) => int.Parse(StartedLine().Match(host.Output.Last(line => StartedLine().IsMatch(line))).Groups["id"].Value, CultureInfo.InvariantCulture);

    private protected static Task BecomesReadyAsync(LocalHostProcess host) => AnswersAsync(host, HttpStatusCode.OK);

    private protected static Task BecomesUnreadyAsync(LocalHostProcess host) => AnswersAsync(host, HttpStatusCode.ServiceUnavailable);

    /// <summary>What health answers; null where nobody does: a host that starts anew listens again, on another port.</summary>
    private protected static async Task<HttpStatusCode?> HealthAsync(LocalHostProcess host)
    {
        using var http = new HttpClient();
        try
        {
            using var answer = await http.GetAsync(new Uri(host.Address, "2/0/health"));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static Task AnswersAsync(LocalHostProcess host, HttpStatusCode status) => Wait.Until(
        async () => await HealthAsync(host) == status, RecoversWithin, () => string.Join('\n', host.Output.Concat(host.Errors)));

    [GeneratedRegex(@"Azurite runs as process (?<id>\d+) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex StartedLine();
}
