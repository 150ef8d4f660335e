using System.Net.Mime;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FlowFunctions.Http;
using FlowFunctions.Telemetry;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.OpenApi;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>
/// The API's document (OpenAPI 3.1). Microsoft.AspNetCore.OpenApi makes it from the functions, the records that they answer and their XML
/// documentation; what is read and written by hand has its schemas in JSON files beside it.
/// </summary>
internal static class ApiDocument
{
    private const string Frame = "Docs.OpenApi.Frame.json";
    private const string Introduction = "Docs.OpenApi.Introduction.md";
    private const string Schemas = "schemas";

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>In UTF-8. Says the same at every call, and takes some hundred milliseconds.</summary>
    public static async Task<StaticContent> WriteAsync(CancellationToken cancellationToken) =>
        new(JsonSerializer.SerializeToUtf8Bytes(await BuildAsync(cancellationToken), Written), MediaTypeNames.Application.Json);

    /// <inheritdoc cref="WriteAsync" />
    public static async Task<JsonObject> BuildAsync(CancellationToken cancellationToken)
    {
        var made = await MakeAsync(cancellationToken);
        var document = WrittenJson.Read(Frame);
        var info = document["info"]!.AsObject();
        info["version"] = ProductVersion.ApiVersion;
        info["description"] = WrittenJson.ReadText(Introduction).Trim();
        var components = document["components"]!.AsObject();
        document.Remove("components");
        document["paths"] = made["paths"]!.DeepClone();
        document["components"] = components;
        components[Schemas] = new JsonObject(
            made["components"]![Schemas]!.AsObject().Select(schema => KeyValuePair.Create(schema.Key, schema.Value?.DeepClone()))
                .Concat(WrittenJson.Schemas)
                .OrderBy(schema => schema.Key, StringComparer.Ordinal));
        WrittenSchemas.Refer(document);
        return document;
    }

    /// <summary>
    /// In a container of its own, which is gone when the document is made: the application has no use for these services.
    /// </summary>
    private static async Task<JsonObject> MakeAsync(CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<IApiDescriptionGroupCollectionProvider, FunctionDescriptions>();
        builder.Services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));
        builder.Services.AddOpenApi(options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = SchemaNames.Of;
            options.AddSchemaTransformer(new AnswerSchemas());
            options.AddOperationTransformer(new CallRules());
        });
        using var host = builder.Build();
        var document = await host.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync(cancellationToken);
        return JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken))!.AsObject();
    }

    /// <summary>As answers are written.</summary>
    private static void Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.PropertyNamingPolicy = ApiJson.CamelCase.PropertyNamingPolicy;
        foreach (var converter in ApiJson.CamelCase.Converters)
        {
            options.Converters.Add(converter);
        }
    }
}
