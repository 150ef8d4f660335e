using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using FlowFunctions.Http;
using Microsoft.AspNetCore.OpenApi;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>
/// Names of <c>components/schemas</c>: the one that the type is given, or its own without what says that it is an answer.
/// </summary>
internal static class SchemaNames
{
    private const string Suffix = "Resource";

    /// <summary>Null for what is written where it stands: texts, numbers, words and lists.</summary>
    public static string? Of(JsonTypeInfo type) =>
        type.Type.IsEnum || Nullable.GetUnderlyingType(type.Type) is not null ? null
        : OpenApiOptions.CreateDefaultSchemaReferenceId(type) is not { } name ? null
        : type.Type.GetCustomAttribute<SchemaNameAttribute>() is { } given ? given.Name
        : name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length]
        : name;
}
