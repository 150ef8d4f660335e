using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FlowFunctions.Benchmarks.Outages;

/// <summary>A valid request for every route that the API's document names.</summary>
internal static partial class ApiRoutes
{
    private static readonly HashSet<string> Methods = new(["get", "post", "put", "patch", "delete"], StringComparer.Ordinal);

    /// <param name="document">OpenAPI.</param>
    /// <param name="flow">Goes where an id of a flow belongs.</param>
    /// <param name="integration">Goes where an id of an integration belongs.</param>
    /// <param name="run">Goes where an id of a run belongs.</param>
    /// <param name="other">Goes where another id belongs.</param>
    public static IReadOnlyList<ApiCall> Of(JsonNode document, string flow, string integration, string run, string other)
    {
        var calls = new List<ApiCall>();
        foreach (var (template, item) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in item!.AsObject().Where(member => Methods.Contains(member.Key)))
            {
                var path = Parameter().Replace(template, match => ValueOf(match.Groups["name"].Value));
                calls.Add(new($"{method.ToUpperInvariant()} {template}", new(method.ToUpperInvariant()), path, BodyOf(document, operation!)));

                string ValueOf(string name) => Choice(document, item, operation!, name) ?? name switch
                {
                    "runId" => run,
                    _ when template.Contains("/integrationflows/", StringComparison.Ordinal) => flow,
                    _ when template.Contains("/connections/", StringComparison.Ordinal) || template.Contains("/notification", StringComparison.Ordinal) => other,
                    _ => integration,
                };
            }
        }

        return calls;
    }

    /// <summary>The first of the values that a parameter can have; null where those are not listed.</summary>
    private static string? Choice(JsonNode document, JsonNode item, JsonNode operation, string name) => new[] { item["parameters"], operation["parameters"] }
        .SelectMany(parameters => parameters?.AsArray() ?? [])
        .Select(parameter => Resolve(document, parameter!))
        .Where(parameter => (string?)parameter["name"] == name)
        .Select(parameter => (string?)Resolve(document, parameter["schema"]!)["enum"]?.AsArray().FirstOrDefault())
        .FirstOrDefault();

    private static string? BodyOf(JsonNode document, JsonNode operation)
    {
        if (operation["requestBody"] is not { } body)
        {
            return null;
        }

        var content = Resolve(document, body)["content"]!.AsObject().First().Value!;
        var example = content["example"] ?? (content["examples"]?.AsObject().FirstOrDefault() is { Value: { } named } ? Resolve(document, named)["value"] : null);
        return example?.ToJsonString() ?? "{}";
    }

    private static JsonNode Resolve(JsonNode document, JsonNode node) =>
        (string?)node["$ref"] is { } reference ? reference.Split('/')[1..].Aggregate(document, (inner, name) => inner[name]!) : node;

    [GeneratedRegex(@"\{(?<name>[^}]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
