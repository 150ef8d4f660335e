using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FlowFunctions.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>
/// What the records of answers mean beyond their types: an object has all its properties and no others, null is written unless the property
/// says otherwise, and what is said of a list's values is said of each.
/// </summary>
internal sealed class AnswerSchemas : IOpenApiSchemaTransformer
{
    public async Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        schema.Description = Prose.OnOneLine(schema.Description);
        if (type != context.JsonTypeInfo.Type)
        {
            // What has a converter of ours lost its type with the null.
            schema.Type = (schema.Type ?? JsonSchemaType.String) | JsonSchemaType.Null;
        }

        if (type == typeof(DateTimeOffset))
        {
            TextShapes.ApplyDate(schema);
        }
        else if (type.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
        }
        else if (type.IsPrimitive)
        {
            // "int32", "int64", "double": how the service holds it is nothing to a client.
            schema.Format = null;
        }

        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            schema.AdditionalPropertiesAllowed = false;
            schema.Required = context.JsonTypeInfo.Properties.Where(property => !IsLeftOut(property)).Select(property => property.Name).ToHashSet();
        }

        if (context.JsonPropertyInfo is { } property)
        {
            await SpecifyAsync(schema, property, context, cancellationToken);
        }
    }

    private static async Task SpecifyAsync(
        OpenApiSchema schema, JsonPropertyInfo property, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (IsLeftOut(property))
        {
            schema.Type &= ~JsonSchemaType.Null;
            schema.Metadata?.Remove("x-is-nullable-property");
        }

        var values = schema;
        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Array))
        {
            values = schema.Items as OpenApiSchema ?? new();
            schema.Items ??= values;
            (values.Pattern, values.Minimum, values.Maximum) = (schema.Pattern, schema.Minimum, schema.Maximum);
            (schema.Pattern, schema.Minimum, schema.Maximum) = (null, null, null);
            if (Find<ItemsAttribute>(property) is { } items)
            {
                schema.UniqueItems = items.AreDistinct ? true : null;
                values.MinItems = items.Minimum > 0 ? items.Minimum : null;
            }
        }

        if (Find<LooksLikeAttribute>(property) is { } looks)
        {
            TextShapes.Apply(looks, values);
        }

        if (Find<AllowedValuesAttribute>(property) is { } allowed)
        {
            values.Enum = [.. allowed.Values.Select(value => value is int number ? JsonValue.Create(number) : JsonValue.Create((string)value!))];
        }

        if (Find<WrittenAttribute>(property) is { } written)
        {
            values.Extensions = new Dictionary<string, IOpenApiExtension> { [WrittenSchemas.Mark] = new JsonNodeExtension(written.Schema) };
        }

        if (Find<OneOfAttribute>(property) is { } kinds)
        {
            values.OneOf = [];
            foreach (var kind in kinds.Types)
            {
                values.OneOf.Add(await context.GetOrCreateSchemaAsync(kind, cancellationToken: cancellationToken));
            }
        }
    }

    private static bool IsLeftOut(JsonPropertyInfo property) => Find<JsonIgnoreAttribute>(property) is { Condition: JsonIgnoreCondition.WhenWritingNull };

    private static T? Find<T>(JsonPropertyInfo property)
        where T : Attribute => (property.AttributeProvider as MemberInfo)?.GetCustomAttribute<T>();
}
