using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace AnaplanSimulator.Http;

/// <summary>An answer in JSON. Where the settings say so, each of its objects has fields that no client knows.</summary>
internal sealed class JsonAnswer(object body, int status = StatusCodes.Status200OK) : IResult
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var node = JsonSerializer.SerializeToNode(body, Json)!;
        if (Call.Of(httpContext).World.Settings.ExtraFields)
            AddUnknownFields(node);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(node, Json);
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json;charset=UTF-8";
        await httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }

    private static void AddUnknownFields(JsonNode node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (_, value) in fields.Where(field => field.Value is not null).ToList())
                    AddUnknownFields(value!);
                fields.Insert(0, "unknownField", new JsonObject { ["nested"] = new JsonArray(1, null, "two") });
                fields["unknownNull"] = null;
                break;
            case JsonArray items:
                foreach (var item in items.Where(item => item is not null))
                    AddUnknownFields(item!);
                break;
            default:
                break;
        }
    }
}
