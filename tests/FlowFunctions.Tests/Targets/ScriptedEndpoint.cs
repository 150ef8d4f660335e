using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Tests.Targets;

/// <summary>An HTTP endpoint on loopback that answers as its script says and keeps what it was asked.</summary>
internal sealed class ScriptedEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _script = new();
    private readonly ConcurrentQueue<ReceivedRequest> _received = new();
    private Func<HttpContext, Task> _otherwise = context => Answer(context, 500, "{\"message\":\"not in the script\"}");

    private ScriptedEndpoint(WebApplication app) => _app = app;

    public string Url { get; private set; } = string.Empty;

    public IReadOnlyList<ReceivedRequest> Received => [.. _received];

    public static async Task<ScriptedEndpoint> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var endpoint = new ScriptedEndpoint(builder.Build());
        endpoint._app.Run(endpoint.HandleAsync);
        await endpoint._app.StartAsync();
        endpoint.Url = endpoint._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return endpoint;
    }

    /// <summary>Adds the answer to the next request that the script does not cover yet.</summary>
    public ScriptedEndpoint Then(Func<HttpContext, Task> answer)
    {
        _script.Enqueue(answer);
        return this;
    }

    public ScriptedEndpoint Then(int status, string? body = null, params (string Name, string Value)[] headers) =>
        Then(context => Answer(context, status, body, headers));

    /// <summary>The answer to every request after the script's end.</summary>
    public ScriptedEndpoint Otherwise(Func<HttpContext, Task> answer)
    {
        _otherwise = answer;
        return this;
    }

    public static Task Answer(HttpContext context, int status, string? body = null, params (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        if (body is null)
        {
            return Task.CompletedTask;
        }

        context.Response.ContentType ??= "application/json";
        return context.Response.WriteAsync(body);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        _received.Enqueue(new(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync()));
        await (_script.TryDequeue(out var answer) ? answer : _otherwise)(context);
    }
}
