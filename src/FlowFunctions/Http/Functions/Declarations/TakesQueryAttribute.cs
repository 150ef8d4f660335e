namespace FlowFunctions.Http;

/// <summary>Parameters of the query that an HTTP function takes besides those of its kind.</summary>
/// <param name="names">Of the parameters in the API's document (Frame.json).</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesQueryAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names => names;
}
