using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Simulator;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Cli.Tests;

/// <summary>
/// Answers HTTP calls from a script: each call's queue of answers under "GET /2/0/flows"; the last one stays.
/// Every request is kept. A call without a script is 404 in the API's shape.
/// </summary>
internal sealed class ScriptedApi : LoopbackServer
{
    /// <summary>An answer that ends before its end.</summary>
    public const string BrokenOff = "broken off";

    private readonly HttpClient _http;
    private string _type = "application/json";
    private string? _location;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<(int Status, string Body, string? RetryAfter)>> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Func<Task>> _effects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _tags = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Request> _requests = new();

    private ScriptedApi()
    {
        _http = new HttpClient();
        Client = new FlowsClient(_http);
        Simulator = new SimulatorClient(_http);
    }

    public sealed record Request(string Call, string Body, string? Key, string? IdempotencyKey = null, string? Authorization = null, string? IfMatch = null)
    {
        public JsonNode Json => JsonNode.Parse(Body)!;
    }

    public FlowsClient Client { get; }

    /// <summary>The same script, asked as the simulator.</summary>
    public SimulatorClient Simulator { get; }

    public IReadOnlyList<Request> Requests => [.. _requests];

    public static async Task<ScriptedApi> StartAsync()
    {
        var api = await StartAsync(new ScriptedApi());
        api._http.BaseAddress = new Uri(api.Url);
        return api;
    }

    public ScriptedApi On(string call, params string[] bodies)
    {
        foreach (var body in bodies)
            OnStatus(call, 200, body);
        return this;
    }

    public ScriptedApi OnStatus(string call, int status, string body, string? retryAfter = null)
    {
        _answers.GetOrAdd(call, _ => new()).Enqueue((status, body, retryAfter));
        return this;
    }

    /// <summary>All answers are as of a server that is none of this product's.</summary>
    /// <param name="location">Where it sends to; null for nowhere.</param>
    public ScriptedApi AsHtml(string? location)
    {
        (_type, _location) = ("text/html", location);
        return this;
    }

    /// <summary>The entity tag of all later answers to the call.</summary>
    public ScriptedApi Tag(string call, string tag)
    {
        _tags[call] = tag;
        return this;
    }

    /// <summary>Does something besides, before each answer to the call.</summary>
    public ScriptedApi Before(string call, Func<Task> effect)
    {
        _effects[call] = effect;
        return this;
    }

    public IEnumerable<Request> To(string call) => _requests.Where(request => request.Call == call);

    public override async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await base.DisposeAsync();
    }

    protected override async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var call = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
        _requests.Enqueue(new Request(call, await reader.ReadToEndAsync(), context.Request.Headers["x-functions-key"], context.Request.Headers["Idempotency-Key"], context.Request.Headers.Authorization, context.Request.Headers.IfMatch));

        if (_effects.TryGetValue(call, out var effect))
            await effect();
        (int Status, string Body, string? RetryAfter) answer = (404, """{"message":"not in the script"}""", null);
        if (_answers.TryGetValue(call, out var queue))
            _ = queue.Count > 1 ? queue.TryDequeue(out answer) : queue.TryPeek(out answer);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = _type;
        if (_location is not null)
            context.Response.Headers.Location = _location;
        if (_tags.TryGetValue(call, out var tag))
            context.Response.Headers.ETag = tag;
        if (answer.RetryAfter is not null)
            context.Response.Headers.RetryAfter = answer.RetryAfter;
        if (answer.Body == BrokenOff)
            context.Response.ContentLength = BrokenOff.Length + 1;
        await context.Response.WriteAsync(answer.Body);
        if (answer.Body == BrokenOff)
            context.Abort();
    }
}
