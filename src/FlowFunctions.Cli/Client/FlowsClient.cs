using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace FlowFunctions.Cli.Client;

/// <summary>
/// The calls of the API that the tool makes.
/// A refused call is a <see cref="FlowsApiException"/>; an app that cannot be reached is an <see cref="HttpRequestException"/>.
/// </summary>
/// <param name="http">Its base address is the app's, without a path. Owned by the caller.</param>
internal sealed class FlowsClient(HttpClient http)
{
    public Uri Address => http.BaseAddress ?? throw new InvalidOperationException("The client needs a base address.");

    /// <summary>The key that every later call carries.</summary>
    public void UseKey(string key)
    {
        http.DefaultRequestHeaders.Remove("x-functions-key");
        http.DefaultRequestHeaders.Add("x-functions-key", key);
    }

    /// <summary>True when the app answers and reaches its storage; false when it answers that it is not ready, or nobody answers yet.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri("2/0/health", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async Task<Flow> GetFlowAsync(string id, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Get, $"integrationflows/{id}", null, ApiJson.Default.FlowAnswer, cancellationToken)).IntegrationFlow;

    /// <summary>Starts a run of all steps and answers its id.</summary>
    public async Task<string> RunFlowAsync(string id, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Post, $"integrationflows/{id}/run", null, ApiJson.Default.StartedRunAnswer, cancellationToken)).Run.Id;

    /// <summary>The newest run of the flow, without its steps; null before the first.</summary>
    public async Task<FlowRun?> GetNewestRunAsync(string flowId, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Get, $"integrationflows/{flowId}/runs?limit=1", null, ApiJson.Default.RunsAnswer, cancellationToken)).Runs is [var newest, ..] ? newest : null;

    public Task<FlowRun> GetRunAsync(string flowId, string runId, CancellationToken cancellationToken) => GetRunAtAsync($"integrationflows/{flowId}/runs/{runId}", cancellationToken);

    /// <summary>A flow's or an integration's run; the latter without steps.</summary>
    public async Task<FlowRun> GetRunAtAsync(string path, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Get, path, null, ApiJson.Default.RunAnswer, cancellationToken)).Run;

    public Task CancelRunAsync(string flowId, string runId, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"integrationflows/{flowId}/runs/{runId}/cancel", null, ApiJson.Default.JsonElement, cancellationToken);

    /// <summary>The rows that the target of an integration's run rejected, as CSV; null where there are none.</summary>
    public Task<byte[]?> FindDumpAsync(string integrationRunId, CancellationToken cancellationToken) =>
        FindBytesAsync($"integrations/run/{integrationRunId}/dump", cancellationToken);

    /// <summary>Where that dump is, below the app's address.</summary>
    public static string DumpPath(string integrationRunId) => $"2/0/integrations/run/{integrationRunId}/dump";

    /// <summary>A code that opens a session of the caller's key, once, within five minutes: for a link to the page.</summary>
    public async Task<string> CreateSignInCodeAsync(CancellationToken cancellationToken) =>
        (string)(await CallAsync(HttpMethod.Post, "caller/codes", null, cancellationToken))["code"]!["code"]!;

    /// <summary>Any call, its answer with all that the API says.</summary>
    /// <param name="method">As HTTP has it.</param>
    /// <param name="path">Below /2/0, without a slash at its beginning.</param>
    /// <param name="body">Null for none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JsonObject> CallAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken) =>
        SendAsync(method, path, body?.ToJsonString(), ApiJson.Default.JsonObject, cancellationToken);

    /// <summary>The answer to a GET.</summary>
    public Task<JsonObject> ReadAsync(string path, CancellationToken cancellationToken) => CallAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>The answer to a GET with the version of what it shows.</summary>
    public Task<TaggedAnswer> ReadTaggedAsync(string path, CancellationToken cancellationToken) => ChangeAsync(HttpMethod.Get, path, null, null, cancellationToken);

    /// <summary>A change of what is there, if it is still what it was.</summary>
    /// <param name="method">As HTTP has it.</param>
    /// <param name="path">Below /2/0, without a slash at its beginning.</param>
    /// <param name="body">Null for none.</param>
    /// <param name="tag">The version that is changed; another one is a 412. Null for any.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<TaggedAnswer> ChangeAsync(HttpMethod method, string path, JsonNode? body, string? tag, CancellationToken cancellationToken)
    {
        string? version = null;
        var answer = await SendAsync(method, path, body?.ToJsonString(), ApiJson.Default.JsonObject, cancellationToken, tag, response => version = response.Headers.ETag?.ToString());
        return new(answer, version);
    }

    /// <summary>The answer to a GET; null where the API says that there is none.</summary>
    public async Task<JsonObject?> FindAsync(string path, CancellationToken cancellationToken) => (await FindTaggedAsync(path, cancellationToken))?.Body;

    /// <inheritdoc cref="FindAsync"/>
    public async Task<TaggedAnswer?> FindTaggedAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadTaggedAsync(path, cancellationToken);
        }
        catch (FlowsApiException missing) when (missing.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>The bytes of an answer; null where there is none.</summary>
    /// <param name="path">Below /2/0.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<byte[]?> FindBytesAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri($"2/0/{path}", UriKind.Relative), cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        return response.IsSuccessStatusCode
            ? await response.Content.ReadAsByteArrayAsync(cancellationToken)
            : throw await RefusalAsync($"GET /2/0/{path}", response, cancellationToken);
    }

    private async Task<T> SendAsync<T>(
        HttpMethod method, string path, string? document, JsonTypeInfo<T> type, CancellationToken cancellationToken, string? tag = null, Action<HttpResponseMessage>? look = null)
    {
        using var request = new HttpRequestMessage(method, new Uri($"2/0/{path}", UriKind.Relative));
        if (tag is not null)
            request.Headers.IfMatch.ParseAdd(tag);
        if (document is not null)
            request.Content = new StringContent(document, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, cancellationToken);
        var call = $"{method} /2/0/{path}";
        if (!response.IsSuccessStatusCode)
            throw await RefusalAsync(call, response, cancellationToken);
        look?.Invoke(response);
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken) ?? throw Unreadable(call, response, "the body is null");
        }
        catch (JsonException problem)
        {
            throw Unreadable(call, response, problem.Message);
        }
    }

    private static async Task<FlowsApiException> RefusalAsync(string call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Answers.Error? error = null;
        try
        {
            error = await response.Content.ReadFromJsonAsync(ApiJson.Default.Error, cancellationToken);
        }
        catch (JsonException)
        {
            // Somebody else answered, a proxy say: the status says all there is to know.
        }

        var isApi = error is { Message: not null } or { Errors.Count: > 0 };
        return new FlowsApiException(call, response.StatusCode, error?.Message, error?.Errors ?? [], error?.TraceId) { Stranger = isApi ? null : StrangerOf(response) };
    }

    private static FlowsApiException Unreadable(string call, HttpResponseMessage response, string why) =>
        new(call, response.StatusCode, $"not the expected document: {why}", [], null)
        {
            Stranger = response.Content.Headers.ContentType?.MediaType is "application/json" ? null : StrangerOf(response),
        };

    private static string StrangerOf(HttpResponseMessage response) =>
        response.Headers.Location is { } location ? $"a redirect to {location}" : response.Content.Headers.ContentType?.MediaType ?? "no content";
}
