using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Http;
using FlowFunctions.Security;
using FlowFunctions.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>
/// The API's document (OpenAPI 3.1), put together from what each feature says of itself and from the rules that hold for all: names, limits and roles are those that the
/// service goes by, not copies of them.
/// </summary>
internal static class OpenApiDocument
{
    private const string Json = "application/json";

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(Build(), Written);

    public static JsonObject Build() => new()
    {
        ["openapi"] = "3.1.1",
        ["info"] = new JsonObject
        {
            ["title"] = "Flow Functions",
            ["version"] = ProductVersion.ApiVersion,
            ["summary"] = "Runs integration flows as their dependencies allow; speaks the wire format of Anaplan CloudWorks 2.0.",
            ["description"] = OpenApiText.Introduction,
        },
        ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "This service." }),
        ["security"] = SecuritySchemes.Requirements(),
        ["tags"] = new JsonArray([.. ApiDescription.Tags.Select(tag => new JsonObject { ["name"] = tag.Name, ["description"] = tag.Description })]),
        ["paths"] = Paths(),
        ["components"] = new JsonObject
        {
            ["schemas"] = new JsonObject(ApiDescription.Schemas),
            ["parameters"] = new JsonObject(CommonParameters.All.Select(parameter => KeyValuePair.Create(parameter.Key, (JsonNode?)parameter.Value.ToJson()))),
            ["headers"] = CommonHeaders.Components(),
            ["responses"] = ErrorAnswers.Components(),
            ["securitySchemes"] = SecuritySchemes.Components(),
        },
    };

    private static JsonObject Paths()
    {
        var paths = new JsonObject();
        foreach (var operation in ApiDescription.Operations)
        {
            if (paths[operation.Path] is not JsonObject path)
            {
                paths[operation.Path] = path = [];
            }

            path[operation.Method.ToLowerInvariant()] = Write(operation);
        }

        return paths;
    }

    private static JsonObject Write(Operation operation)
    {
        var function = HttpFunctions.All[operation.Function];
        var role = function.Role;
        var json = new JsonObject
        {
            ["operationId"] = operation.Function,
            ["tags"] = new JsonArray(operation.Tag),
            ["summary"] = operation.Summary,
            ["description"] = string.Join("\n\n", new[] { operation.Description, role is { } least ? $"Takes the role **{Spell(least)}**." : null }.OfType<string>()),
        };
        if (role is { } needed)
        {
            json["x-role"] = Spell(needed);
        }

        if (function.IsOpen)
        {
            json["security"] = new JsonArray();
        }

        var parameters = new JsonArray([.. ParametersOf(operation)]);
        if (parameters.Count > 0)
        {
            json["parameters"] = parameters;
        }

        if (operation.Body is { } body)
        {
            json["requestBody"] = new JsonObject { ["required"] = body.IsRequired, ["content"] = Content(Json, body.Schema, body.Examples) };
        }

        json["responses"] = new JsonObject([.. SuccessOf(operation), .. ErrorAnswers.For(operation, !function.IsOpen)]);
        return json;
    }

    private static IEnumerable<JsonObject> ParametersOf(Operation operation) =>
    [
        .. operation.PathParameters.Select(parameter => parameter.ToJson()),
        .. operation.Query.Select(CommonParameters.Ref),
        CommonParameters.Ref(CommonParameters.Naming),
        .. operation.IsIdempotent ? [CommonParameters.Ref(CommonParameters.IdempotencyKey)] : Array.Empty<JsonObject>(),
        .. operation.IsConditional ? [CommonParameters.Ref(CommonParameters.IfMatch)] : Array.Empty<JsonObject>(),
    ];

    private static IEnumerable<KeyValuePair<string, JsonNode?>> SuccessOf(Operation operation)
    {
        var answer = operation.Answer;
        var json = new JsonObject { ["description"] = answer.Description };
        string[] headers =
        [
            .. answer.HasTag ? [HeaderNames.ETag] : Array.Empty<string>(),
            .. operation.IsIdempotent ? [IdempotencyMiddleware.ReplayedHeaderName] : Array.Empty<string>(),
        ];
        if (headers.Length > 0)
        {
            json["headers"] = new JsonObject(headers.Select(header => KeyValuePair.Create(header, (JsonNode?)CommonHeaders.Ref(header))));
        }

        json["content"] = Content(answer.MediaType, answer.BodySchema, answer.Examples);
        yield return new($"{StatusCodes.Status200OK}", json);
        if (answer.IsCacheable)
        {
            yield return new($"{StatusCodes.Status304NotModified}", new JsonObject
            {
                ["description"] = "What `If-None-Match` names is still the newest.",
                ["headers"] = new JsonObject { [HeaderNames.ETag] = CommonHeaders.Ref(HeaderNames.ETag) },
            });
        }
    }

    private static JsonObject Content(string mediaType, JsonObject schema, IReadOnlyList<Example> examples)
    {
        var content = new JsonObject { ["schema"] = schema.DeepClone() };
        if (examples.Count > 0)
        {
            content["examples"] = new JsonObject(examples.Select(example => KeyValuePair.Create(
                example.Name,
                (JsonNode?)new JsonObject { ["summary"] = example.Summary, ["value"] = JsonNode.Parse(example.Json) })));
        }

        return new() { [mediaType] = content };
    }

    private static string Spell(Role role) => role.ToString().ToLowerInvariant();
}
