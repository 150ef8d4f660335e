using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Http;
using FlowFunctions.Security;
using FlowFunctions.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Api.OpenApi;

/// <summary>
/// Provokes every error that the document says an operation can answer. That the answers are as the document says is seen to where they come from: the test
/// application holds each to it.
/// </summary>
[Needs(Need.Azurite)]
public sealed class ErrorAnswersTests(AzuriteFixture azurite)
{
    private const string UnknownId = "0199c0de00ff7000800000000000ffff";
    private const string OtherTag = "\"0123456789abcdef01234567\"";

    private readonly ConcurrentDictionary<(string Function, int Status), bool> _seen = new();

    [Fact]
    public async Task Every_documented_error_of_every_operation_can_be_had()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        await SampleDocuments.CreateAsync(application);
        foreach (var operation in DocumentedApi.Current.Operations)
        {
            await SendAsync(application, operation, key: null);
            await SendAsync(application, operation, ApiApplication.ViewerKey);
            await SendAsync(application, operation, id: UnknownId);
            await MalformAsync(application, operation);
            await ConflictAsync(application, operation);
            if (operation.Has("If-Match"))
            {
                await SendAsync(application, operation, headers: ("If-Match", OtherTag));
            }
        }

        // A minute may end on the way, and what it gives with it.
        for (var tries = 0; !_seen.ContainsKey(("OpenSession", 429)) && tries < 4 * RequestRate.CodesPerMinute; tries++)
        {
            await SendAsync(application, DocumentedApi.Current.Of("OpenSession"), key: null);
        }

        await SendTooOftenAsync();
        await SendToUnreadyAsync(application);

        var missing = DocumentedApi.Current.Operations
            .SelectMany(operation => operation.Statuses.Where(status => CanBeProvoked(status, operation)).Select(status => (operation.Function, status)))
            .Where(error => !_seen.ContainsKey(error))
            .Select(error => $"{error.Function} {error.status}");
        Assert.Equal("", string.Join(", ", missing));
    }

    /// <summary>
    /// 500 is a defect, which nothing provokes. Every key has a role that reads, so that 403 to a reader is for those who have no key and no role.
    /// </summary>
    private static bool CanBeProvoked(int status, DocumentedOperation operation) =>
        status >= 400 && status != 500 && !(status == 403 && operation.Role == "viewer");

    private async Task MalformAsync(ApiApplication application, DocumentedOperation operation)
    {
        if (operation.TakesBody)
        {
            await SendAsync(application, operation, body: """{"nonsense":1}""");
        }

        if (operation.TakesBody || operation.Has("Idempotency-Key"))
        {
            await SendAsync(application, operation, body: new string(' ', RequestBody.MaximumLength + 1), headers: ("Idempotency-Key", $"{operation.Function} too large"));
            await SendAsync(application, operation, body: "{}", mediaType: "text/plain", headers: ("Idempotency-Key", $"{operation.Function} not JSON"));
            await SendAsync(application, operation, headers: ("Idempotency-Key", new string('k', 256)));
        }

        if (operation.Has("limit"))
        {
            await SendAsync(application, operation, query: "?limit=0");
        }

        if (operation.Has("If-Match"))
        {
            await SendAsync(application, operation, headers: ("If-Match", "not a tag"));
        }

        // Last, for every call refuses it: what else a call takes must have been refused before.
        var takesMore = operation.TakesBody || new[] { "Idempotency-Key", "limit", "If-Match" }.Any(operation.Has);
        Assert.True(_seen.ContainsKey((operation.Function, 400)) == takesMore, $"{operation} {(takesMore ? "refused nothing" : "refused what it does not take")}.");
        await SendAsync(application, operation, query: "?naming=x");
    }

    private async Task ConflictAsync(ApiApplication application, DocumentedOperation operation)
    {
        if (operation.Has("Idempotency-Key"))
        {
            // Refused both times, the second time because the first was another request.
            await SendAsync(application, operation, body: "{}", headers: ("Idempotency-Key", operation.Function));
            await SendAsync(application, operation, body: "{ }", headers: ("Idempotency-Key", operation.Function));
        }
        else if (operation.Statuses.Contains(409))
        {
            await SendAsync(application, operation, body: ConflictingBodyOf(operation));
        }
    }

    /// <summary>Takes the name of another document, or an integration that has another configuration; null for a call without a body.</summary>
    private static string? ConflictingBodyOf(DocumentedOperation operation)
    {
        if (!operation.TakesBody)
        {
            return null;
        }

        var example = operation.Examples.Values.First();
        if (Is(operation, "/notification/"))
        {
            return example.Replace(SampleIds.LoadSales, SampleIds.PublishPlan, StringComparison.Ordinal);
        }

        var body = JsonNode.Parse(example)!;
        body["name"] = SampleDocuments.TakenName.ToUpperInvariant();
        return body.ToJsonString();
    }

    private async Task SendTooOftenAsync()
    {
        await using var application = await ApiApplication.StartAsync(
            azurite.ConnectionString,
            services => services.Configure<SecurityOptions>(security =>
            {
                security.RateLimit.Tokens = security.RateLimit.Burst = 1;
                security.RateLimit.Period = RateLimitOptions.MaximumPeriod;
            }),
            makeTables: false);
        await SendAsync(application, DocumentedApi.Current.Of("ListFlows"), ApiApplication.ViewerKey, query: "?naming=x");
        foreach (var operation in DocumentedApi.Current.Operations.Where(operation => operation.Role is not null))
        {
            await SendAsync(application, operation, ApiApplication.ViewerKey);
        }
    }

    /// <summary>With a session: of a call that needs no storage itself, that has to be looked up.</summary>
    private async Task SendToUnreadyAsync(ApiApplication ready)
    {
        var code = (await ready.Client.SendAsync("POST", "caller/codes")).MustBeOk().Json.GetProperty("code").GetProperty("code").GetString();
        var opened = await ready.ClientWith(null).SendAsync("POST", "caller/session", JsonSerializer.Serialize(new { code }));
        var token = opened.MustBeOk().Json.GetProperty("session").GetProperty("token").GetString();
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString, makeTables: false);
        foreach (var operation in DocumentedApi.Current.Operations)
        {
            var waiting = SendAsync(application, operation, token);
            await Wait.Until(() =>
            {
                application.Time.Advance(TimeSpan.FromMinutes(1));
                return waiting.IsCompleted;
            });
            await waiting;
        }
    }

    private async Task SendAsync(
        ApiApplication application,
        DocumentedOperation operation,
        string? key = ApiApplication.EditorKey,
        string? id = null,
        string query = "",
        string? body = null,
        string mediaType = "application/json",
        params IReadOnlyList<(string Name, string Value)> headers)
    {
        var path = operation.At(parameter => parameter switch
        {
            "status" => "enabled",
            "page" => "flows",
            "part" => "runs",
            _ when id is not null => id,
            "id" => SampleIdOf(operation),
            "runId" => SampleIds.FlowRun,
            "actionId" => "112000000007",
            _ => "docs.js",
        });
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), path + query);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if ((body ?? ExampleOf(operation, id)) is { } content)
        {
            request.Content = new StringContent(content, Encoding.UTF8, mediaType);
        }

        using var response = await application.ClientWith(key).SendAsync(request, TestContext.Current.CancellationToken);
        _seen[(operation.Function, (int)response.StatusCode)] = true;
        Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    private static string SampleIdOf(DocumentedOperation operation) =>
        Is(operation, "/integrationflows/") ? SampleIds.Flow
        : Is(operation, "/connections/") ? SampleIds.Connection
        : Is(operation, "/notification/") ? SampleIds.Notification
        : Is(operation, "/notifications/") ? SampleIds.Message
        : Is(operation, "/schedule") ? SampleIds.LoadSales
        : SampleIds.PublishPlan;

    private static bool Is(DocumentedOperation operation, string part) => operation.Path.Contains(part, StringComparison.Ordinal);

    /// <summary>Null for a call without a body. A schedule's names what it is for a second time.</summary>
    private static string? ExampleOf(DocumentedOperation operation, string? id)
    {
        var example = operation.Examples.Values.FirstOrDefault();
        return id is not null && Is(operation, "/schedule") ? example?.Replace(SampleIds.LoadSales, id, StringComparison.Ordinal) : example;
    }
}
