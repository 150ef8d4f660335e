using FlowFunctions.Testing.PublishedApi;

namespace FlowFunctions.Tests.Architecture;

/// <summary>Looks up members that are named as in metadata in the published API of the Azure packages.</summary>
internal static class PublishedMembers
{
    /// <summary>In DurableTask.Core, which Microsoft.DurableTask.Abstractions brings with it.</summary>
    private const string AlreadyExists = "DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException";

    private static readonly ILookup<string, ApiType> Types = ApiListing.Published.Types.ToLookup(type => MetadataName(type.Namespace, type.Name));

    public static bool HasType(string type) => type == AlreadyExists || Types.Contains(type);

    public static bool HasMember(string type, string member) => type == AlreadyExists || Types[type].Any(listed => Has(listed, member));

    private static bool Has(ApiType type, string member)
    {
        // Operators and what the compiler adds to a record are not listed.
        if (member.StartsWith("op_", StringComparison.Ordinal) || member is "<Clone>$" or "Invoke")
        {
            return true;
        }

        var name = member == ".ctor" ? type.Name.Split('<')[0] : AccessedMember(member);
        return type.Members.Any(listed => ApiType.MemberName(listed) == name)
            || type.Bases.Any(parent => Types[MetadataName(type.Namespace, parent)].Any(listed => Has(listed, member)));
    }

    private static string AccessedMember(string member) =>
        member.StartsWith("get_", StringComparison.Ordinal) || member.StartsWith("set_", StringComparison.Ordinal) ? member[4..] : member;

    private static string MetadataName(string space, string name)
    {
        var parameters = name.IndexOf('<', StringComparison.Ordinal);
        return parameters < 0 ? $"{space}.{name}" : $"{space}.{name[..parameters]}`{name.Count(letter => letter == ',') + 1}";
    }
}
