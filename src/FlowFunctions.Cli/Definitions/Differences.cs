using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Definitions;

/// <summary>One field that differs.</summary>
/// <param name="Path">Of the field; steps by the names of their integrations: steps[Load sales].isSkipped.</param>
/// <param name="Before">As JSON; null where it was not there.</param>
/// <param name="After">As JSON; null where it goes.</param>
internal sealed record Difference(string Path, string? Before, string? After)
{
    public string Text => Before is null ? $"+ {Path}: {After}" : After is null ? $"- {Path}: {Before}" : $"~ {Path}: {Before} -> {After}";
}

/// <summary>How two canonical forms differ.</summary>
internal static class Differences
{
    /// <summary>What the server gives in the place of a secret.</summary>
    public const string Mask = "********";

    /// <param name="before">As the server has it, with secrets masked: what would be a secret there differs from nothing.</param>
    /// <param name="after">As it is to be.</param>
    public static IReadOnlyList<Difference> Between(JsonObject before, JsonObject after) => [.. Between(before, after, "")];

    private static IEnumerable<Difference> Between(JsonNode? before, JsonNode? after, string path)
    {
        if (JsonNode.DeepEquals(before, after) || IsMasked(before, after))
            return [];
        if (before is JsonObject was && after is JsonObject becomes)
            return was.Select(field => field.Key).Union(becomes.Select(field => field.Key), StringComparer.Ordinal).SelectMany(name => Between(was[name], becomes[name], path.Length == 0 ? name : $"{path}.{name}"));
        if (before is JsonArray old && after is JsonArray next && Keyed(old) is { } oldSteps && Keyed(next) is { } nextSteps)
            return OfSteps(oldSteps, nextSteps, path);
        return [new Difference(path, before?.ToJsonString(Relaxed), after?.ToJsonString(Relaxed))];
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IEnumerable<Difference> OfSteps(Dictionary<string, JsonObject> before, Dictionary<string, JsonObject> after, string path)
    {
        foreach (var name in before.Keys.Union(after.Keys, StringComparer.OrdinalIgnoreCase))
        {
            foreach (var difference in Between(before.GetValueOrDefault(name), after.GetValueOrDefault(name), $"{path}[{name}]"))
                yield return difference;
        }

        var (was, becomes) = (before.Keys.Where(after.ContainsKey).ToList(), after.Keys.Where(before.ContainsKey).ToList());
        if (!was.SequenceEqual(becomes, StringComparer.OrdinalIgnoreCase))
            yield return new Difference($"{path} (order)", string.Join(", ", was), string.Join(", ", becomes));
    }

    /// <summary>Steps by their integrations; null for a list of something else.</summary>
    private static Dictionary<string, JsonObject>? Keyed(JsonArray items)
    {
        var steps = new Dictionary<string, JsonObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in items)
        {
            if (item is not JsonObject step || step.Text("referrer") is not { } name || !steps.TryAdd(name, step))
                return null;
        }

        return steps;
    }

    private static bool IsMasked(JsonNode? before, JsonNode? after) =>
        before is JsonValue was && after is JsonValue becomes && was.GetValueKind() == JsonValueKind.String && becomes.GetValueKind() == JsonValueKind.String
        && was.GetValue<string>() is var text && text.Contains(Mask, StringComparison.Ordinal)
        && Regex.IsMatch(becomes.GetValue<string>(), $"^{string.Join(".*", text.Split(Mask).Select(Regex.Escape))}$", RegexOptions.Singleline, TimeSpan.FromSeconds(1));
}
