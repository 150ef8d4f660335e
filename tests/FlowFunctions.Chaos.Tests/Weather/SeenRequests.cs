using System.Collections.Concurrent;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FlowFunctions.Chaos.Tests.Weather;

/// <summary>Stands for the storage: answers every request with success, and keeps its method, its path and query as they were written, and its credential.</summary>
internal sealed class SeenRequests : LoopbackServer
{
    public ConcurrentQueue<string> Targets { get; } = new();

    public ConcurrentQueue<string> Methods { get; } = new();

    public ConcurrentQueue<string> Authorizations { get; } = new();

    public static Task<SeenRequests> StartAsync() => StartAsync(new SeenRequests());

    protected override Task HandleAsync(HttpContext context)
    {
        Methods.Enqueue(context.Request.Method);
        Authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
        Targets.Enqueue(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        return context.Response.WriteAsync("done");
    }
}
