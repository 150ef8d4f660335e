namespace FlowFunctions.Http;

/// <summary>
/// A property, or a list's items, whose type does not say what it holds: that is the schema of this name, in the JSON file beside the type
/// that has it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WrittenAttribute(string schema) : Attribute
{
    public string Schema => schema;
}
