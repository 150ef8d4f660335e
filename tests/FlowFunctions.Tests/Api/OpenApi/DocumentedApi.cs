using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Docs.OpenApi;

namespace FlowFunctions.Tests.Api.OpenApi;

/// <summary>The API as its document describes it, to hold requests and answers to.</summary>
internal sealed class DocumentedApi
{
    private readonly Lazy<SchemaCheck> _error;

    private DocumentedApi(JsonObject document)
    {
        Document = document;
        Operations =
        [
            .. from path in document["paths"]!.AsObject()
               from operation in path.Value!.AsObject()
               select new DocumentedOperation(this, path.Key, operation.Key.ToUpperInvariant(), operation.Value!.AsObject()),
        ];
        _error = new(() => SchemaOf(new JsonObject { ["$ref"] = "#/components/schemas/Error" }));
    }

    /// <summary>Of this build.</summary>
    public static DocumentedApi Current { get; } = new(ApiDocument.BuildAsync(CancellationToken.None).GetAwaiter().GetResult());

    public JsonObject Document { get; }

    public IReadOnlyList<DocumentedOperation> Operations { get; }

    public DocumentedOperation Of(string function) => Operations.Single(operation => operation.Function == function);

    /// <summary>The operation that a request is for; null where the document has none.</summary>
    public DocumentedOperation? Find(string method, string path) =>
        Operations.Where(operation => operation.Matches(method, path)).MinBy(operation => operation.Path.Count(c => c == '{'));

    /// <summary>What a reference of the document points at, or the node itself.</summary>
    public JsonObject Resolve(JsonNode node)
    {
        if ((string?)node["$ref"] is not { } reference)
        {
            return node.AsObject();
        }

        JsonNode target = Document;
        foreach (var name in reference.Split('/').Skip(1))
        {
            target = target[name] ?? throw new InvalidOperationException($"{reference} leads nowhere.");
        }

        return target.AsObject();
    }

    public SchemaCheck SchemaOf(JsonNode schema) => new(schema, Document["components"]!["schemas"]!.AsObject());

    /// <summary>Asserts that the document allows this answer to this request, and this request where the answer is success.</summary>
    public async Task CheckAsync(HttpRequestMessage request, HttpResponseMessage response)
    {
        if (request.Method == HttpMethod.Head)
        {
            return;
        }

        var path = request.RequestUri!.IsAbsoluteUri ? request.RequestUri.AbsolutePath : request.RequestUri.OriginalString.Split('?')[0];
        var isSnakeCase = request.RequestUri.OriginalString.Contains("naming=snake_case", StringComparison.Ordinal);
        if (Find(request.Method.Method, path) is { } operation)
        {
            await operation.CheckAnswerAsync(response, isSnakeCase);
            if (response.StatusCode == HttpStatusCode.OK && request.Content is { } content)
            {
                operation.CheckRequest(await content.ReadAsByteArrayAsync());
            }

            return;
        }

        if (!path.StartsWith("/2/0/", StringComparison.Ordinal))
        {
            return;
        }

        // Not in the document: an unknown path, or a method that the path does not take.
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(
            response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed
                or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable,
            $"{request.Method} {path} is not in the API's document, and was answered with {(int)response.StatusCode}: {text}");
        if (text.Length > 0)
        {
            _error.Value.MustAccept(Spelling.Of(JsonDocument.Parse(text).RootElement, isSnakeCase), $"{request.Method} {path}");
        }
    }
}
