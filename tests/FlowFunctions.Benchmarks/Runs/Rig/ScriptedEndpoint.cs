using System.Collections.Concurrent;
using System.Net;
using System.Net.Mime;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Benchmarks.Runs;

/// <summary>What steps call: answers success, at once or after the delay that its address names, and keeps who called.</summary>
internal sealed class ScriptedEndpoint : IAsyncDisposable
{
    private const string Endless = "/endless";

    private readonly WebApplication _server;
    private readonly ConcurrentQueue<EndpointCall> _calls = new();

    private ScriptedEndpoint()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    /// <summary>All so far, in the order of their arrival.</summary>
    public IReadOnlyList<EndpointCall> Calls => [.. _calls];

    /// <summary>How many they are.</summary>
    public int CallCount => _calls.Count;

    public static async Task<ScriptedEndpoint> StartAsync(CancellationToken cancellationToken)
    {
        var endpoint = new ScriptedEndpoint();
        await endpoint._server.StartAsync(cancellationToken);
        return endpoint;
    }

    /// <param name="delay">From a call to its answer.</param>
    public Uri AddressOf(TimeSpan delay) => new($"{_server.Urls.Single()}/{delay.TotalMilliseconds:0}");

    /// <summary>Of a task that does not end, whoever asks how it is.</summary>
    public Uri EndlessAddress => new(_server.Urls.Single() + Endless);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var received = TimeProvider.System.GetTimestamp();
        if (HttpMethods.IsGet(http.Request.Method) && http.Request.Path == Endless)
        {
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        var body = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        var call = new EndpointCall((string)body!["runId"]!, (string)body["referrer"]!, (string)body["operationId"]!, received);
        _calls.Enqueue(call);
        if (http.Request.Path == Endless)
        {
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            http.Response.Headers.Location = Endless;
            call.Answered();
            return;
        }

        if (int.Parse(http.Request.Path.Value![1..]) is > 0 and var delay)
        {
            await Task.Delay(delay, http.RequestAborted);
        }

        http.Response.ContentType = MediaTypeNames.Application.Json;
        await http.Response.WriteAsync("""{"outcome":"success"}""", http.RequestAborted);
        call.Answered();
    }
}
