namespace FlowFunctions.Testing.PublishedApi;

/// <summary>Compares an API with the published one that it must be a part of.</summary>
public static class ApiDifferences
{
    /// <summary>What <paramref name="types"/> offer and the published API does not: one text per type, none where all is listed.</summary>
    public static IReadOnlyList<string> Unlisted(IEnumerable<ApiType> types, ApiListing published) =>
        [.. from type in types
            let lines = Unlisted(type, published.Find(type.FullName)).ToList()
            where lines.Count > 0
            orderby type.FullName
            select string.Join("\n    ", [type.FullName, .. lines])];

    /// <summary>What the published API has and <paramref name="types"/> leave out, of the types that are there.</summary>
    public static IReadOnlyList<string> Missing(IEnumerable<ApiType> types, ApiListing published) =>
        [.. from type in types
            let missing = published.Find(type.FullName)?.Members.Except(type.Members).Where(member => !IsOverride(member)).ToList() ?? []
            where missing.Count > 0
            orderby type.FullName
            select string.Join("\n    ", [type.FullName, .. missing])];

    private static IEnumerable<string> Unlisted(ApiType type, ApiType? listed)
    {
        if (listed is null)
        {
            yield return $"the type is not listed: {type.Declaration}";
            yield break;
        }

        if (type.Declaration != listed.Declaration)
        {
            yield return $"declared as '{type.Declaration}', listed as '{listed.Declaration}'";
        }

        foreach (var parent in type.Bases.Except(listed.Bases))
        {
            yield return $"is a {parent}, listed is {(listed.Bases.Count == 0 ? "nothing" : string.Join(", ", listed.Bases))}";
        }

        foreach (var member in type.Members.Except(listed.Members))
        {
            var name = ApiType.MemberName(member);
            var alike = listed.Members.Where(candidate => ApiType.MemberName(candidate) == name).ToList();
            yield return $"not listed: {member}{string.Concat(alike.Select(candidate => $"\n        listed: {candidate}"))}";
        }
    }

    private static bool IsOverride(string member) => member.Contains(" override ", StringComparison.Ordinal);
}
