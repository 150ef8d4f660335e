namespace FlowFunctions.Http;

/// <summary>
/// A member of an HTTP function's answer, beside the status that every answer has; as often as the answer has members, in their order. One
/// that has none answers the
/// status alone. What the answer means stands in the function's <c>returns</c>.
/// </summary>
/// <param name="member">Its name, in camelCase.</param>
/// <param name="type">What it holds.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal abstract class AnswersAttribute(string member, Type type) : Attribute
{
    public string Member => member;

    public Type Type => type;

    /// <summary>Of the member, where its type does not say it.</summary>
    public string? Description { get; init; }

    /// <summary>The one text that it ever holds; null where there are others.</summary>
    public string? Only { get; init; }

    /// <summary>Of a number, or of how many items a list has; -1 where there is none.</summary>
    public int Minimum { get; init; } = -1;

    /// <summary>What it means that the member is an object without properties; null where it never is.</summary>
    public string? Empty { get; init; }
}

/// <inheritdoc />
internal sealed class AnswersAttribute<T>(string member) : AnswersAttribute(member, typeof(T));
