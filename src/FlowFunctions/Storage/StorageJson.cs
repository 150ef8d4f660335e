using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlowFunctions.Storage;

/// <summary>How documents are written into rows: compact, enumerations by name, nulls left out.</summary>
internal static class StorageJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
