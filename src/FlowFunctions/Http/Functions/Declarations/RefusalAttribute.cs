namespace FlowFunctions.Http;

/// <summary>When an HTTP function refuses a call, besides what every call is refused for.</summary>
/// <param name="description">CommonMark.</param>
[AttributeUsage(AttributeTargets.Method)]
internal abstract class RefusalAttribute(string description) : Attribute
{
    public string Description => description;
}

/// <summary>When the answer is 404.</summary>
internal sealed class NotFoundAttribute(string description) : RefusalAttribute(description);

/// <summary>When the answer is 409.</summary>
internal sealed class ConflictAttribute(string description) : RefusalAttribute(description);

/// <summary>When the answer is 503, which is written by the schema of this name: see <see cref="WrittenAttribute"/>.</summary>
internal sealed class UnavailableAttribute(string schema, string description) : RefusalAttribute(description)
{
    public string Schema => schema;
}
