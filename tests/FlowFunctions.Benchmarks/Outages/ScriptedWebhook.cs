using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Benchmarks.Outages;

/// <summary>Is told of runs' ends: refuses with 503 until it is opened, and keeps which runs it has taken.</summary>
internal sealed class ScriptedWebhook : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, int> _taken = new(StringComparer.Ordinal);
    private int _refusals;
    private volatile bool _isOpen;

    private ScriptedWebhook()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    public string Address => _server.Urls.Single();

    public int Refusals => Volatile.Read(ref _refusals);

    /// <summary>How often each run's end was taken.</summary>
    public IReadOnlyDictionary<string, int> Taken => _taken;

    public static async Task<ScriptedWebhook> StartAsync(CancellationToken cancellationToken)
    {
        var webhook = new ScriptedWebhook();
        await webhook._server.StartAsync(cancellationToken);
        return webhook;
    }

    public void Open() => _isOpen = true;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var body = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        if (!_isOpen)
        {
            Interlocked.Increment(ref _refusals);
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        _taken.AddOrUpdate((string)body!["runId"]!, 1, (_, taken) => taken + 1);
    }
}
