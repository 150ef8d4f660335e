namespace FlowFunctions.Http;

/// <summary>
/// An HTTP function that answers the id of what it wrote, as the property <paramref name="id"/> of the member <paramref name="member"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AnswersIdAttribute(string member, string id) : AnswersAttribute(member, typeof(string))
{
    public string Id => id;
}
