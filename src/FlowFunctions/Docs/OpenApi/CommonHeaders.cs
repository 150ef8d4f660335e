using System.Text.Json.Nodes;
using FlowFunctions.Http;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>Headers of answers; <c>components/headers</c>.</summary>
internal static class CommonHeaders
{
    public static JsonObject Components() => new()
    {
        [HeaderNames.ETag] = Of("Stands for this version of the document; it changes with every write, also with a run's.", Schema.Text("", 2)),
        [HeaderNames.RetryAfter] = Of("How many seconds to wait before the next try. Not there where waiting would not help.", Schema.Integer("", 0)),
        [HeaderNames.WWWAuthenticate] = Of("How to send a key.", Schema.Text("", 1)),
        [IdempotencyMiddleware.ReplayedHeaderName] = Of("There where the answer, an error too, is an earlier one that is given again for its `Idempotency-Key`.", Schema.OneOf("", "true")),
    };

    public static JsonObject Ref(string name) => new() { ["$ref"] = "#/components/headers/" + name };

    private static JsonObject Of(string description, JsonObject schema) => new() { ["description"] = description, ["schema"] = schema };
}
