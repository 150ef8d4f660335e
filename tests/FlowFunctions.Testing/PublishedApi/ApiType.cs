namespace FlowFunctions.Testing.PublishedApi;

/// <summary>One type of an API and its visible members, each as one line in the notation of the listings.</summary>
/// <param name="Namespace">The namespace that declares the type.</param>
/// <param name="Declaration">Modifiers, kind, name and type parameters: <c>sealed class Page&lt;T&gt;</c>.</param>
/// <param name="Bases">The base class, where it is not the kind's own, and every interface.</param>
/// <param name="Members">Public and protected members that the type itself declares; of an enum, its values.</param>
public sealed record ApiType(string Namespace, string Declaration, IReadOnlyList<string> Bases, IReadOnlyList<string> Members)
{
    private static readonly string[] Kinds = ["class ", "struct ", "interface ", "enum ", "delegate "];

    /// <summary>Name with type parameters: <c>Page&lt;T&gt;</c>.</summary>
    public string Name { get; } = NameIn(Declaration);

    /// <summary>Namespace and name, by which the types of two listings are matched.</summary>
    public string FullName => $"{Namespace}.{Name}";

    /// <summary>The name of a member, without its type, parameters and modifiers.</summary>
    public static string MemberName(string member)
    {
        ArgumentNullException.ThrowIfNull(member);
        var end = member.IndexOfAny(['(', '{', '=']);
        var head = (end < 0 ? member : member[..end]).TrimEnd();
        var generic = head.EndsWith('>') ? head.LastIndexOf('<') : head.Length;
        return head[(head.LastIndexOf(' ', generic - 1) + 1)..generic];
    }

    private static string NameIn(string declaration)
    {
        foreach (var kind in Kinds)
        {
            var at = declaration.IndexOf(kind, StringComparison.Ordinal);
            if (at >= 0)
            {
                return declaration[(at + kind.Length)..];
            }
        }

        throw new FormatException($"'{declaration}' declares no type.");
    }
}
