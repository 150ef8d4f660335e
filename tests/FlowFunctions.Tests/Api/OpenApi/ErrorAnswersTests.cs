using System.Collections.Concurrent;
using System.Net;
using System.Text;
using FlowFunctions.Api;
using FlowFunctions.Api.OpenApi;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Storage;

namespace FlowFunctions.Tests.Api.OpenApi;

/// <summary>
/// Provokes every error that the document says an operation can answer. That the answers are as the document says is seen to where they come from: the test
/// application holds each to it.
/// </summary>
public sealed class ErrorAnswersTests(AzuriteFixture azurite)
{
    private const string UnknownId = "0199c0de00ff7000800000000000ffff";
    private const string OtherTag = "\"0123456789abcdef01234567\"";

    /// <summary>
    /// 500 is a defect, which nothing provokes; no limit on the rate of requests is kept yet. Every key has a role that reads, so that 403 to a reader is for those who
    /// have no key and no role.
    /// </summary>
    private static readonly int[] NotProvoked = [500, 429];

    private readonly ConcurrentDictionary<(string Function, int Status), bool> _seen = new();

    [Fact]
    public async Task Every_documented_error_of_every_operation_can_be_had()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        await CreateSamplesAsync(application);
        foreach (var operation in DocumentedApi.Current.Served)
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

        await SendToUnreadyAsync();

        var missing = DocumentedApi.Current.Served
            .SelectMany(operation => operation.Statuses
                .Where(status => status >= 400 && !NotProvoked.Contains(status) && !(status == 403 && operation.Role == "viewer"))
                .Select(status => (operation.Function, status)))
            .Where(error => !_seen.ContainsKey(error));
        Assert.Empty(missing);
    }

    /// <summary>The documents of the examples, under the examples' ids; the flow and one integration are running.</summary>
    private static async Task CreateSamplesAsync(ApiApplication application)
    {
        var cancel = TestContext.Current.CancellationToken;
        string[] integrations = [SampleIds.LoadProducts, SampleIds.LoadSales, SampleIds.PublishPlan];
        foreach (var id in integrations)
        {
            await application.Integrations.CreateAsync(Documents.Integration($"Integration {id[^1]}") with { Id = id }, cancel);
        }

        var flow = Documents.Flow("Running", referrers: integrations) with
        {
            Id = SampleIds.Flow,
            ActiveRunId = SampleIds.FlowRun,
            ActiveSince = application.Time.GetUtcNow(),
        };
        await application.Flows.CreateAsync(flow, cancel);
        await application.Flows.CreateAsync(Documents.Flow("Taken", referrers: integrations), cancel);
        await application.Integrations.CreateAsync(Documents.Integration("Taken"), cancel);
    }

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
    }

    private async Task ConflictAsync(ApiApplication application, DocumentedOperation operation)
    {
        if (operation.Has("Idempotency-Key"))
        {
            // Refused both times, the second time because the first was another request.
            await SendAsync(application, operation, body: "{}", headers: ("Idempotency-Key", operation.Function));
            await SendAsync(application, operation, body: "{ }", headers: ("Idempotency-Key", operation.Function));
        }
        else if (operation.Method is "PUT" or "PATCH" && operation.TakesBody)
        {
            var example = System.Text.Json.Nodes.JsonNode.Parse(operation.Examples.Values.First())!;
            example["name"] = "taken";
            await SendAsync(application, operation, body: example.ToJsonString());
        }
        else if (operation.Method == "DELETE")
        {
            await SendAsync(application, operation);
        }
    }

    private async Task SendToUnreadyAsync()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString, makeTables: false);
        foreach (var operation in DocumentedApi.Current.Served)
        {
            var waiting = SendAsync(application, operation);
            await Wait.Until(() =>
            {
                application.Time.Advance(TimeSpan.FromSeconds(1));
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
        var path = operation.At(parameter => id ?? parameter switch
        {
            "id" => operation.Path.Contains("integrationflows", StringComparison.Ordinal) ? SampleIds.Flow : SampleIds.PublishPlan,
            "runId" => SampleIds.FlowRun,
            _ => "docs.js",
        });
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), path + query);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if ((body ?? operation.Examples.Values.FirstOrDefault()) is { } content && (body is not null || operation.TakesBody))
        {
            request.Content = new StringContent(content, Encoding.UTF8, mediaType);
        }

        using var response = await application.ClientWith(key).SendAsync(request, TestContext.Current.CancellationToken);
        _seen[(operation.Function, (int)response.StatusCode)] = true;
        Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
    }
}
