namespace FlowFunctions.Http;

/// <summary>What the API's document calls the schema of a type, where that is not the type's own name.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SchemaNameAttribute(string name) : Attribute
{
    public string Name => name;
}
