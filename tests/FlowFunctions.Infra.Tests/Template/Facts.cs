using System.Text.Json;

namespace FlowFunctions.Infra.Tests.Template;

/// <summary>What Microsoft's published files say, each with where it stands: the template is held against these, not against itself.</summary>
internal static class Facts
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<RoleFact> Roles { get; } = Read<RoleFact>("roles");

    public static IReadOnlyList<PrivateLinkFact> PrivateLinks { get; } = Read<PrivateLinkFact>("private-link");

    private static IReadOnlyList<ValuesFact> Templates { get; } = Read<ValuesFact>("templates");

    public static IEnumerable<FactSource> Sources => [.. Roles.SelectMany(role => role.Stands), .. PrivateLinks.SelectMany(link => link.Stands), .. Templates.SelectMany(fact => fact.Stands)];

    public static IReadOnlyList<string> Values(string name) => Templates.Single(fact => fact.Name == name).Values;

    private static List<T> Read<T>(string name) => JsonSerializer.Deserialize<List<T>>(Infra.Read($"tests/FlowFunctions.Infra.Tests/Facts/{name}.json"), Json)!;
}
