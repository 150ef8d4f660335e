using System.Text.Json.Nodes;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>A property of an object in the API's document.</summary>
/// <param name="Name">In camelCase.</param>
/// <param name="Schema">What it holds, with its description.</param>
/// <param name="IsRequired">Whether it is always there.</param>
internal sealed record Field(string Name, JsonObject Schema, bool IsRequired)
{
    /// <summary>Always there.</summary>
    public static Field Of(string name, JsonObject schema) => new(name, schema, IsRequired: true);

    /// <summary>Of a body: may be left out or null, which mean the same: <paramref name="absent"/>, where that is a value.</summary>
    public static Field Optional(string name, JsonObject schema, JsonNode? absent = null)
    {
        var optional = schema.OrNull();
        if (absent is not null)
        {
            optional["default"] = absent;
        }

        return new(name, optional, IsRequired: false);
    }

    /// <summary>Of a body: not a field of this kind of document, but null says nothing anywhere.</summary>
    public static Field Absent(string name, string description) =>
        new(name, new() { ["type"] = "null", ["description"] = description }, IsRequired: false);

    /// <summary>Left out where it does not apply, or where a change leaves it as it is; never null.</summary>
    public static Field WhereItApplies(string name, JsonObject schema) => new(name, schema, IsRequired: false);
}
