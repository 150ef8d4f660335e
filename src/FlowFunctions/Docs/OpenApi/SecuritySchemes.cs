using System.Text.Json.Nodes;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>The ways to send a key; one is enough.</summary>
internal static class SecuritySchemes
{
    private const string FunctionsKey = "functionsKey";
    private const string AnaplanAuthToken = "anaplanAuthToken";
    private const string Bearer = "bearer";

    public static JsonObject Components() => new()
    {
        [FunctionsKey] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "x-functions-key", ["description"] = "The key." },
        [AnaplanAuthToken] = new JsonObject
        {
            ["type"] = "apiKey",
            ["in"] = "header",
            ["name"] = "Authorization",
            ["description"] = "`AnaplanAuthToken`, a space and the key, as CloudWorks clients send it.",
        },
        [Bearer] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "The key as a bearer token." },
    };

    public static JsonArray Requirements() => new([.. new[] { FunctionsKey, AnaplanAuthToken, Bearer }.Select(scheme => new JsonObject { [scheme] = new JsonArray() })]);
}
