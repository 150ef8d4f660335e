using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FlowFunctions.Tests.Api.OpenApi;

/// <summary>An operation of the document.</summary>
internal sealed class DocumentedOperation(DocumentedApi api, string path, string method, JsonObject json)
{
    private const string Replayed = "Idempotency-Replayed";
    private const string AcceptEncoding = "Accept-Encoding";

    private static readonly Regex Parameter = new(@"\{(?<name>\w+)\}", RegexOptions.NonBacktracking);

    private readonly Regex _path = new(
        $"^{Parameter.Replace(path, parameter => parameter.Groups["name"].Value is "id" or "runId" ? "[^/]{32}" : "[^/]+")}$",
        RegexOptions.NonBacktracking);

    private readonly Dictionary<string, SchemaCheck> _answers = [];
    private SchemaCheck? _body;

    public string Function => (string)json["operationId"]!;

    public string Method => method;

    public string Path => path;

    public JsonObject Json => json;

    public string? Role => (string?)json["x-role"];

    public IReadOnlyList<int> Statuses => [.. json["responses"]!.AsObject().Select(answer => int.Parse(answer.Key))];

    public IReadOnlyList<JsonObject> Parameters => [.. (json["parameters"]?.AsArray() ?? []).Select(parameter => api.Resolve(parameter!))];

    /// <summary>Bodies that a client may send, by name.</summary>
    public IReadOnlyDictionary<string, string> Examples => ExamplesOf(json["requestBody"]?["content"]?["application/json"]);

    public bool TakesBody => json["requestBody"] is not null;

    public bool Has(string parameter) => Parameters.Any(one => (string?)one["name"] == parameter);

    public bool Matches(string ofMethod, string ofPath) => ofMethod == method && _path.IsMatch(ofPath);

    /// <summary>The path with each parameter's value put in.</summary>
    public string At(Func<string, string> valueOf) => Parameter.Replace(path, parameter => valueOf(parameter.Groups["name"].Value));

    public override string ToString() => $"{Function} ({method} {path})";

    public void CheckRequest(byte[] body)
    {
        if (body.AsSpan().IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return;
        }

        if (!TakesBody)
        {
            return;
        }

        _body ??= api.SchemaOf(json["requestBody"]!["content"]!["application/json"]!["schema"]!);
        _body.MustAccept(Spelling.Of(JsonDocument.Parse(body).RootElement, isSnakeCase: true), $"A body that {this} took");
    }

    public async Task CheckAnswerAsync(HttpResponseMessage response, bool isSnakeCase)
    {
        var status = ((int)response.StatusCode).ToString();
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(json["responses"]![status] is not null, $"{this} answered {status}, which is not in the API's document: {text}");
        var answer = api.Resolve(json["responses"]![status]!);
        CheckHeaders(answer, response);
        if (answer["content"] is not JsonObject content)
        {
            Assert.Equal("", text);
            return;
        }

        var (mediaType, body) = content.Single();
        var given = response.Content.Headers.ContentType?.MediaType;
        Assert.True(mediaType == "*/*" || mediaType == given, $"{this} answered {status} with {given} instead of {mediaType}.");
        if (mediaType == "application/json" && response.Content.Headers.ContentEncoding.Count == 0)
        {
            if (!_answers.TryGetValue(status, out var schema))
            {
                _answers[status] = schema = api.SchemaOf(body!["schema"]!);
            }

            schema.MustAccept(Spelling.Of(JsonDocument.Parse(text).RootElement, isSnakeCase), $"The answer {status} of {this}");
        }
    }

    /// <summary>Answers that the document shows, with the schema that they must have.</summary>
    public IEnumerable<(string Name, string Json, SchemaCheck Schema)> AnswerExamples() =>
        from answer in json["responses"]!.AsObject()
        from content in api.Resolve(answer.Value!)["content"]?.AsObject() ?? []
        from example in ExamplesOf(content.Value)
        select ($"{this} {answer.Key} {example.Key}", example.Value, api.SchemaOf(content.Value!["schema"]!));

    public IEnumerable<(string Name, string Json, SchemaCheck Schema)> BodyExamples() =>
        Examples.Select(example => ($"{this} {example.Key}", example.Value, api.SchemaOf(json["requestBody"]!["content"]!["application/json"]!["schema"]!)));

    private void CheckHeaders(JsonObject answer, HttpResponseMessage response)
    {
        // What every answer has.
        foreach (var name in new[] { "Cache-Control", "X-Content-Type-Options" })
        {
            var header = answer["headers"]?[name];
            Assert.True(header is not null, $"{this} {(int)response.StatusCode} is not documented to have the header {name}.");
            Assert.True(response.Headers.NonValidated.TryGetValues(name, out var values), $"{this} answered {(int)response.StatusCode} without the header {name}.");
            Assert.Contains(values.ToString(), api.Resolve(header)["schema"]!["enum"]!.AsArray().Select(value => (string?)value));
        }

        foreach (var name in new[] { "ETag", "Retry-After", "WWW-Authenticate", AcceptEncoding, Replayed })
        {
            var isGiven = response.Headers.NonValidated.Contains(name);
            var isDocumented = answer["headers"]?[name] is not null || (name == Replayed && Has("Idempotency-Key"));
            Assert.True(isDocumented || !isGiven, $"{this} answered {(int)response.StatusCode} with the header {name}, which is not in the API's document.");
            if (isDocumented && name is not (Replayed or AcceptEncoding) && response.StatusCode != HttpStatusCode.Conflict)
            {
                Assert.True(isGiven, $"{this} answered {(int)response.StatusCode} without the header {name}.");
            }
        }
    }

    private static Dictionary<string, string> ExamplesOf(JsonNode? content) =>
        (content?["examples"]?.AsObject() ?? []).ToDictionary(example => example.Key, example => example.Value!["value"]!.ToJsonString());
}
