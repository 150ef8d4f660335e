using System.Net;
using System.Text.Json.Nodes;

namespace FlowFunctions.Chaos.Tests;

/// <summary>In place of hosts: answers a path below /2/0, after its verb where that is not GET, as it was told to.</summary>
internal sealed class SavedAnswers : HttpMessageHandler
{
    public static readonly Uri Address = new("http://hosts.example/2/0/");

    private readonly Dictionary<string, (HttpStatusCode Status, JsonObject Body)> _answers = new(StringComparer.Ordinal);
    private readonly List<string> _asked = [];

    /// <summary>Whether the next request, and that alone, is answered 500.</summary>
    public bool Breaks { get; set; }

    /// <summary>The requests that were answered, in their order.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_asked)
            {
                return [.. _asked];
            }
        }
    }

    public (HttpStatusCode Status, JsonObject Body) this[string request]
    {
        set => _answers[request] = value;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery[Address.AbsolutePath.Length..];
        var asked = request.Method == HttpMethod.Get ? path : $"{request.Method} {path}";
        var (status, body) = _answers[asked];
        lock (_asked)
        {
            _asked.Add(asked);
        }

        var answer = new HttpResponseMessage(Breaks ? HttpStatusCode.InternalServerError : status) { Content = new StringContent(body.ToJsonString()) };
        Breaks = false;
        return Task.FromResult(answer);
    }
}
