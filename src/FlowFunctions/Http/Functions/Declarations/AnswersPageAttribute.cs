namespace FlowFunctions.Http;

/// <summary>
/// An HTTP function that answers a page of a list, in the member of this name: see <see cref="Paging"/>. It takes <c>limit</c> and
/// <c>offset</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal abstract class AnswersPageAttribute(string member, Type type) : AnswersAttribute(member, type)
{
    /// <summary>The member within the member that holds the items; null where it holds them itself.</summary>
    public string? Within { get; init; }

    /// <summary>Whether it takes <c>sortBy</c>, <c>myIntegrations</c> and <c>q</c>: see <see cref="DocumentListRequest"/>.</summary>
    public bool IsOfDocuments { get; init; }

    /// <summary>Whether its documents can be run, and it takes <c>state</c> and more of <c>sortBy</c> too.</summary>
    public bool IsOfRunnables { get; init; }
}

/// <inheritdoc />
internal sealed class AnswersPageAttribute<T>(string member) : AnswersPageAttribute(member, typeof(IReadOnlyList<T>));
