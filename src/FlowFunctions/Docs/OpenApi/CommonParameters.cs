using System.Text.Json.Nodes;
using FlowFunctions.Http;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>Parameters that mean the same wherever they are taken; <c>components/parameters</c>, by name.</summary>
internal static class CommonParameters
{
    public const string Limit = "limit";
    public const string Offset = "offset";
    public const string SortBy = "sortBy";
    public const string MyIntegrations = "myIntegrations";
    public const string Naming = "naming";
    public const string IdempotencyKey = "idempotencyKey";
    public const string IfMatch = "ifMatch";

    /// <summary>What a page of a list takes.</summary>
    public static readonly IReadOnlyList<string> Page = [Limit, Offset];

    /// <summary>What a list of flows or integrations takes.</summary>
    public static readonly IReadOnlyList<string> DocumentList = [Limit, Offset, SortBy, MyIntegrations];

    public static readonly IReadOnlyDictionary<string, Parameter> All = new Dictionary<string, Parameter>(StringComparer.Ordinal)
    {
        [Limit] = new("limit", "query", "How many items the page has at most.", Default(Schema.Integer("", 1, ListRequest.MaximumLimit), ListRequest.DefaultLimit)),
        [Offset] = new("offset", "query", "How many items of the list stand before the page.", Default(Schema.Integer("", 0, int.MaxValue), 0)),
        [SortBy] = new(
            "sortBy",
            "query",
            "`name` ascending, `-name` descending, ordinal ignoring case. Without it the order is by creation, oldest first.",
            Schema.OneOf("", "name", "-name")),
        [MyIntegrations] = new("myIntegrations", "query", "`1` lists only what the caller created.", Default(Schema.OneOf("", "0", "1"), "0")),
        [Naming] = new(
            NamingMiddleware.ParameterName,
            "query",
            "`snake_case` writes every property of the answer so (`latest_run`), of an error too; the schemas here show camelCase. Any other value is an error.",
            Default(Schema.OneOf("", NamingMiddleware.CamelCase, NamingMiddleware.SnakeCase), NamingMiddleware.CamelCase)),
        [IdempotencyKey] = new(
            IdempotencyMiddleware.HeaderName,
            "header",
            "Any text that stands for this request. The same key with the same request within 24 hours gets the first answer again, marked "
                + $"`{IdempotencyMiddleware.ReplayedHeaderName}`, and nothing is done twice; with another request it is 409.",
            Schema.Text("", 1, IdempotencyMiddleware.MaximumKeyLength)),
        [IfMatch] = new(
            "If-Match",
            "header",
            "Entity tags from earlier answers, or `*`. Where none is the document's, nothing is changed and the answer is 412.",
            Schema.Text("", 1)),
    };

    public static JsonObject Ref(string key) => new() { ["$ref"] = "#/components/parameters/" + key };

    private static JsonObject Default(JsonObject schema, JsonNode value)
    {
        schema["default"] = value;
        return schema;
    }
}
