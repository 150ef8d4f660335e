using System.Collections.Concurrent;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FlowFunctions.Chaos.Tests.Weather;

/// <summary>Stands for the storage: answers every request with success, and keeps its path and query as they were written.</summary>
internal sealed class SeenRequests : LoopbackServer
{
    public ConcurrentQueue<string> Targets { get; } = new();

    public static Task<SeenRequests> StartAsync() => StartAsync(new SeenRequests());

    protected override Task HandleAsync(HttpContext context)
    {
        Targets.Enqueue(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        return context.Response.WriteAsync("done");
    }
}
