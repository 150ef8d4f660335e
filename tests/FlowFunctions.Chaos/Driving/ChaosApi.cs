using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Chaos.Judging;

namespace FlowFunctions.Chaos.Driving;

/// <summary>
/// Calls the API as a careful client does: asks again, of any host, until an answer settles the matter, and under the same idempotency key where it is a POST. Thread-safe.
/// </summary>
/// <param name="anyHost">Waits for a host that is ready, and gives it.</param>
/// <param name="findings">Takes answers that no client may get.</param>
internal sealed class ChaosApi(Func<CancellationToken, Task<HttpClient>> anyHost, Findings findings)
{
    private const int ListLength = 1000;

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(30);

    /// <param name="path">Below /2/0.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ApiAnswer> GetAsync(string path, CancellationToken cancellationToken) => SettleAsync(HttpMethod.Get, path, null, null, cancellationToken);

    /// <param name="path">Below /2/0.</param>
    /// <param name="body">Null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ApiAnswer> PostAsync(string path, JsonNode? body, CancellationToken cancellationToken) =>
        SettleAsync(HttpMethod.Post, path, body, Guid.CreateVersion7().ToString("N"), cancellationToken);

    /// <summary>Creates what has a name. An earlier try may have created it whose answer was lost: then the name is taken, by itself.</summary>
    /// <param name="path">Of its kind, below /2/0.</param>
    /// <param name="document">With a name.</param>
    /// <param name="answered">Where the answer has it, and its id in there.</param>
    /// <param name="listed">Where a list of its kind has all, and the id in each.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(string path, JsonObject document, (string Member, string Id) answered, (string Member, string Id) listed, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(path, document, cancellationToken);
        if (answer is not { Status: 409, Tries: > 1 })
        {
            return (string)answer.Required($"A POST of {path}")[answered.Member]![answered.Id]!;
        }

        var name = (string)document["name"]!;
        var list = (await GetAsync($"{path}?limit={ListLength}&q={Uri.EscapeDataString(name)}", cancellationToken)).Required($"A list of {path}");
        return (string)list[listed.Member]!.AsArray().Single(one => (string)one!["name"]! == name)![listed.Id]!;
    }

    /// <param name="path">Below /2/0.</param>
    /// <param name="body">What is to be there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ApiAnswer> PutAsync(string path, JsonNode body, CancellationToken cancellationToken) => SettleAsync(HttpMethod.Put, path, body, null, cancellationToken);

    /// <param name="path">Below /2/0.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ApiAnswer> DeleteAsync(string path, CancellationToken cancellationToken) => SettleAsync(HttpMethod.Delete, path, null, null, cancellationToken);

    private async Task<ApiAnswer> SettleAsync(HttpMethod method, string path, JsonNode? body, string? key, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var client = await anyHost(cancellationToken);
            if (await TryAsync(client, method, path, body, key, cancellationToken) is { } answer)
            {
                return answer with { Tries = tries };
            }

            await Task.Delay(AskAgainAfter, cancellationToken);
        }
    }

    /// <returns>Null where nothing is settled.</returns>
    private async Task<ApiAnswer?> TryAsync(HttpClient client, HttpMethod method, string path, JsonNode? body, string? key, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswersWithin);
        using var message = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
        {
            message.Headers.Add("Idempotency-Key", key);
        }

        try
        {
            using var answer = await client.SendAsync(message, limit.Token);
            var text = await answer.Content.ReadAsStringAsync(limit.Token);
            if (answer.StatusCode == HttpStatusCode.InternalServerError)
            {
                findings.Add(FindingKind.Wrong, $"{method} {path} was answered 500: {text}");
            }

            return answer.Headers.RetryAfter is not null || (int)answer.StatusCode >= 500 ? null : new((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), Tries: 0);
        }
        catch (Exception fault) when (
            fault is HttpRequestException or SocketException or IOException or JsonException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The host went away, or the storage under it. One that goes as it is connected to is told of by the socket alone.
            return null;
        }
    }
}
