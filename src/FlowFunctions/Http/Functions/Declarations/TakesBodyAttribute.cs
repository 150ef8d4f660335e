namespace FlowFunctions.Http;

/// <summary>
/// The JSON that an HTTP function takes. It is read by hand, so its schema and examples stand in a JSON file beside its reader, which has
/// the schema's name.
/// </summary>
/// <param name="schema">Name of the schema and of the file.</param>
/// <param name="examples">Those of the file that are for this function; all where none is named.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesBodyAttribute(string schema, params string[] examples) : Attribute
{
    public string Schema => schema;

    public IReadOnlyList<string> Examples => examples;

    /// <summary>Whether the call may come without it.</summary>
    public bool IsOptional { get; init; }
}
