using System.Collections.Concurrent;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Tests.Targets;

/// <summary>An HTTP endpoint on loopback that answers as its script says and keeps what it was asked.</summary>
internal sealed class ScriptedEndpoint : LoopbackServer
{
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _script = new();
    private readonly ConcurrentQueue<ReceivedRequest> _received = new();
    private Func<HttpContext, Task> _otherwise = context => Answer(context, 500, "{\"message\":\"not in the script\"}");

    public IReadOnlyList<ReceivedRequest> Received => [.. _received];

    public static Task<ScriptedEndpoint> StartAsync() => StartAsync(new ScriptedEndpoint());

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

    protected override async Task HandleAsync(HttpContext context)
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
