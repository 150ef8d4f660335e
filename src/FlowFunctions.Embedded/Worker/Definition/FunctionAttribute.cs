namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes a public method of a public class a function.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute : Attribute
{
    /// <param name="name">Unique in the application, ignoring case.</param>
    public FunctionAttribute(string name) => Name = name;

    public string Name { get; }
}
