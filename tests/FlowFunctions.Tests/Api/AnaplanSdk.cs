using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FlowFunctions.Tests.Api;

/// <summary>
/// Sends what the Python package anaplan-sdk sends, header by header, and reads answers as its models do: a field that a model requires must be there, with the
/// model's type. From its _cw_flow.py, _cloud_works.py, _services.py and models.
/// </summary>
internal sealed class AnaplanSdk(HttpClient client, string key, int pageSize = 5000)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task<IReadOnlyList<JsonElement>> GetPaginatedAsync(string url, string resultKey, string parameters = "")
    {
        var prefix = parameters.Length == 0 ? "?" : $"?{parameters}&";
        var first = await SendAsync(HttpMethod.Get, $"{url}{prefix}limit={pageSize}");
        var paging = first.GetProperty("meta").GetProperty("paging");
        var total = paging.GetProperty("totalSize").GetInt32();
        var size = paging.GetProperty("currentPageSize").GetInt32();
        var items = first.GetProperty(resultKey).EnumerateArray().ToList();
        if (total <= size)
        {
            return items;
        }

        var pages = (int)Math.Ceiling(total / (double)size);
        var others = await Task.WhenAll(Enumerable.Range(1, pages - 1).Select(page => SendAsync(HttpMethod.Get, $"{url}{prefix}limit={size}&offset={page * size}")));
        return [.. items, .. others.SelectMany(page => page.GetProperty(resultKey).EnumerateArray())];
    }

    public Task<JsonElement> GetAsync(string url) => SendAsync(HttpMethod.Get, url);

    public Task<JsonElement> PostAsync(string url, JsonNode body) => SendAsync(HttpMethod.Post, url, body.ToJsonString(), json: true);

    public Task<JsonElement> PostEmptyAsync(string url) => SendAsync(HttpMethod.Post, url, "");

    public Task<JsonElement> PutAsync(string url, JsonNode body) => SendAsync(HttpMethod.Put, url, body.ToJsonString(), json: true);

    public Task<JsonElement> PatchAsync(string url, JsonNode body) => SendAsync(HttpMethod.Patch, url, body.ToJsonString(), json: true);

    /// <summary>The package says that a body of JSON comes, and sends none.</summary>
    public Task<JsonElement> DeleteAsync(string url) => SendAsync(HttpMethod.Delete, url, "", json: true);

    public static void MustBeFlowSummary(JsonElement flow)
    {
        MustBeVersioned(flow);
        MustBeText(flow, "id", "name");
        Assert.Equal(JsonValueKind.Number, flow.GetProperty("stepsCount").ValueKind);
        MustBeLatestRun(flow.GetProperty("latestRun"));
    }

    public static void MustBeFlow(JsonElement flow)
    {
        MustBeFlowSummary(flow);
        Assert.Equal("2.0", flow.GetProperty("version").GetString());
        MustBeBoolean(flow, "nuxVisible");
        foreach (var step in flow.GetProperty("steps").EnumerateArray())
        {
            MustBeText(step, "referrer", "name", "createdBy", "modelId", "workspaceId");
            MustBeDate(step, "createdDate", "modifiedDate");
            MustBeBoolean(step, "isSkipped");
            Assert.Contains(step.GetProperty("type").GetString(), new[] { "Process", "Import", "Export" });
            Assert.All(step.GetProperty("exceptionBehavior").EnumerateArray(), behavior =>
            {
                Assert.Contains(behavior.GetProperty("type").GetString(), new[] { "failure", "partial_success" });
                Assert.Contains(behavior.GetProperty("strategy").GetString(), new[] { "stop", "continue" });
            });
        }
    }

    public static void MustBeIntegration(JsonElement integration, bool single)
    {
        MustBeVersioned(integration);
        MustBeText(integration, "integrationId", "name", "modelId", "workspaceId");
        MustBeBoolean(integration, "nuxVisible");
        MustBeLatestRun(integration.GetProperty("latestRun"));
        Assert.Equal(!single, integration.TryGetProperty("integrationType", out var type));
        if (!single)
        {
            Assert.Contains(type.GetString(), new[] { "Process", "Import", "Export" });
        }

        if (single && integration.GetProperty("jobs") is { ValueKind: JsonValueKind.Array } jobs)
        {
            Assert.All(jobs.EnumerateArray(), MustBeJob);
        }

        if (integration.GetProperty("processId") is { ValueKind: not JsonValueKind.Null } processId)
        {
            Assert.True(long.TryParse(processId.GetString(), out _));
        }
    }

    public static void MustBeConnection(JsonElement connection)
    {
        MustBeVersioned(connection);
        MustBeText(connection, "connectionId");
        Assert.Equal(JsonValueKind.Number, connection.GetProperty("status").ValueKind);
        Assert.Contains(connection.GetProperty("integrationErrorCode").ValueKind, new[] { JsonValueKind.Null, JsonValueKind.Number });
        Assert.Contains(connection.GetProperty("workspaceId").ValueKind, new[] { JsonValueKind.Null, JsonValueKind.String });
        var body = connection.GetProperty("body");
        MustBeText(body, connection.GetProperty("connectionType").GetString() switch
        {
            "AzureBlob" => ["name", "storageAccountName", "containerName"],
            "AmazonS3" => ["name", "bucketName"],
            "GoogleBigQuery" => ["name", "dataset"],
            var other => throw new InvalidOperationException($"Unknown type {other}."),
        });
    }

    public static void MustBeRunStatus(JsonElement run)
    {
        MustBeText(run, "id", "integrationId", "traceId", "message");
        MustBeDate(run, "startDate");
        MustBeBoolean(run, "success");
        Assert.Contains(run.GetProperty("triggerSource").GetString(), new[] { "manual", "scheduled" });
    }

    private static void MustBeJob(JsonElement job)
    {
        Assert.Contains("Anaplan", job.GetProperty("type").GetString(), StringComparison.Ordinal);
        foreach (var (side, ends) in new[] { ("source", job.GetProperty("sources")), ("target", job.GetProperty("targets")) })
        {
            foreach (var end in ends.EnumerateArray())
            {
                switch (end.GetProperty("type").GetString(), side)
                {
                    case ("Anaplan", _):
                        Assert.True(long.TryParse(end.GetProperty("actionId").GetString(), out _));
                        Assert.Equal(side == "target", end.TryGetProperty("fileId", out var file) && long.TryParse(file.GetString(), out _));
                        break;
                    case ("GoogleBigQuery", _):
                        MustBeText(end, "connectionId", "table");
                        break;
                    case (_, "source"):
                        MustBeText(end, "connectionId", "file", "connectionName");
                        MustBeBoolean(end, "isConnectionDeleted");
                        break;
                    default:
                        MustBeText(end, "connectionId", "file");
                        MustBeBoolean(end, "overwrite");
                        break;
                }
            }
        }
    }

    private static void MustBeVersioned(JsonElement value)
    {
        MustBeDate(value, "creationDate", "modificationDate");
        MustBeText(value, "createdBy");
        Assert.Contains(value.GetProperty("modifiedBy").ValueKind, new[] { JsonValueKind.Null, JsonValueKind.String });
    }

    private static void MustBeLatestRun(JsonElement run)
    {
        if (run.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        MustBeText(run, "triggeredBy", "message", "triggerSource");
        MustBeDate(run, "startDate");
        MustBeBoolean(run, "success");
        Assert.True(run.GetProperty("endDate").ValueKind == JsonValueKind.Null || run.GetProperty("endDate").TryGetDateTime(out _));
        Assert.Contains(run.GetProperty("executionErrorCode").ValueKind, new[] { JsonValueKind.Null, JsonValueKind.Number });
    }

    private static void MustBeText(JsonElement value, params IReadOnlyList<string> names) =>
        Assert.All(names, name => Assert.Equal(JsonValueKind.String, value.GetProperty(name).ValueKind));

    private static void MustBeDate(JsonElement value, params IReadOnlyList<string> names) =>
        Assert.All(names, name => Assert.True(value.GetProperty(name).TryGetDateTime(out _), name));

    private static void MustBeBoolean(JsonElement value, string name) =>
        Assert.Contains(value.GetProperty(name).ValueKind, new[] { JsonValueKind.True, JsonValueKind.False });

    private async Task<JsonElement> SendAsync(HttpMethod method, string url, string? body = null, bool json = false)
    {
        using var request = new HttpRequestMessage(method, "/2/0/" + url);
        request.Headers.Authorization = new("AnaplanAuthToken", key);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = json ? new MediaTypeHeaderValue("application/json") : null;
        }

        using var response = await client.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{method} {url}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
