using System.Globalization;
using System.Net.Mime;
using System.Reflection;
using System.Text.Json.Nodes;
using FlowFunctions.Http;
using Microsoft.OpenApi;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>The envelope around an answer: its status, and the members that the function gives, with what their types do not say.</summary>
internal static class AnswerEnvelope
{
    /// <param name="declaration">Of the function, which says what members there are.</param>
    /// <param name="operation">With the schemas that were made of the members' types.</param>
    /// <param name="document">That has the schemas which many refer to.</param>
    public static OpenApiSchema Of(MethodInfo declaration, OpenApiOperation operation, OpenApiDocument document)
    {
        var members = declaration.GetCustomAttributes<AnswersAttribute>().ToList();
        var properties = new Dictionary<string, IOpenApiSchema> { ["status"] = new OpenApiSchemaReference("Success", document) };
        foreach (var (member, index) in members.Select((member, index) => (member, index)))
        {
            var answer = operation.Responses![index == 0 ? "200" : index.ToString(CultureInfo.InvariantCulture)];
            if (member is AnswersPageAttribute)
            {
                properties["meta"] = new OpenApiSchemaReference("PageMeta", document);
            }

            properties[member.Member] = Of(member, answer.Content![MediaTypeNames.Application.Json].Schema!);
        }

        return Object(null, properties);
    }

    private static IOpenApiSchema Of(AnswersAttribute member, IOpenApiSchema made)
    {
        switch (member)
        {
            case AnswersPageAttribute { Within: var within }:
                var list = (OpenApiSchema)made;
                list.Description = "The page.";
                list.MaxItems = ListRequest.MaximumLimit;
                return within is null ? list : Object("The page.", new() { [within] = list });
            case AnswersIdAttribute { Id: var id }:
                var text = (OpenApiSchema)made;
                text.Description = member.Description ?? "Of the document.";
                TextShapes.Apply(new LooksLikeAttribute(TextShape.Id), text);
                return Object("What the call was about.", new() { [id] = text });
            case { Empty: { } empty }:
                return new OpenApiSchema { Description = member.Description, OneOf = [made, Object(empty, [])] };
            case { Description: { } description } when made is OpenApiSchema schema:
                schema.Description = description;
                schema.Enum = member.Only is { } only ? [JsonValue.Create(only)] : null;
                if (member.Minimum >= 0 && schema.Items is null)
                {
                    schema.Minimum = member.Minimum.ToString(CultureInfo.InvariantCulture);
                }
                else if (member.Minimum >= 0)
                {
                    schema.MinItems = member.Minimum;
                }

                return schema;
            default:
                return made;
        }
    }

    private static OpenApiSchema Object(string? description, Dictionary<string, IOpenApiSchema> properties) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        Properties = properties,
        Required = properties.Keys.ToHashSet(),
        AdditionalPropertiesAllowed = false,
    };
}
