using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Definitions;

/// <summary>A definition with the values that it only names, as far as somebody has given them.</summary>
/// <param name="Definition">With every ${NAME} replaced that has a value.</param>
/// <param name="Secrets">The credentials of a connection that have a value.</param>
/// <param name="Missing">The names without a value.</param>
internal sealed record FilledDefinition(Definition Definition, IReadOnlyDictionary<string, JsonNode> Secrets, IReadOnlyCollection<string> Missing)
{
    private const string JsonSecret = "serviceAccountKey";

    /// <exception cref="FlowsException">A credential that is JSON is none.</exception>
    public static FilledDefinition Of(Definition definition, Values values)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var content = definition.Content.DeepClone().AsObject();
        var named = content["secrets"];
        content.Remove("secrets");
        Fill(content, values, missing);
        var secrets = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var (field, name) in named as JsonObject ?? [])
        {
            if (values.Find(name!.GetValue<string>()) is { } value)
                secrets[field] = SecretOf(field, value, name.GetValue<string>());
            else
                missing.Add(name.GetValue<string>());
        }

        return new(definition with { Content = content, Name = content.Text("name")!.Trim() }, secrets, missing);
    }

    /// <summary>The same, with what is still missing of an endpoint taken from the masks that the server gives: it keeps what it has for them.</summary>
    public FilledDefinition KeepingMasksOf(Definition server)
    {
        if (Missing.Count == 0)
            return this;
        if (Definition.Kind == Kind.Connection)
        {
            // A connection is changed field by field, and keeps the credentials that are not given.
            return this with { Missing = [] };
        }

        if (Definition.Content["endpoint"] is not JsonObject)
            return this;
        var content = Definition.Content.DeepClone().AsObject();
        var open = new SortedSet<string>(StringComparer.Ordinal);
        Keep(content["endpoint"]!.AsObject(), server.Content["endpoint"] as JsonObject, Missing, open);
        return this with { Definition = Definition with { Content = content }, Missing = open };
    }

    private static void Keep(JsonObject wanted, JsonObject? kept, IReadOnlyCollection<string> missing, SortedSet<string> open)
    {
        foreach (var (name, value) in wanted.ToList())
        {
            if (value is JsonObject inner)
                Keep(inner, kept?[name] as JsonObject, missing, open);
            if (value is not JsonValue text || text.GetValueKind() != JsonValueKind.String || missing.Where(one => text.GetValue<string>().Contains($"${{{one}}}", StringComparison.Ordinal)).ToList() is not { Count: > 0 } unfilled)
                continue;
            if (kept.Text(name) is { } mask && mask.Contains(Differences.Mask, StringComparison.Ordinal))
                wanted[name] = mask == Differences.Mask ? mask : unfilled.Aggregate(text.GetValue<string>(), (filled, one) => filled.Replace($"${{{one}}}", Differences.Mask, StringComparison.Ordinal));
            else
                open.UnionWith(unfilled);
        }
    }

    private static JsonNode SecretOf(string field, string value, string name)
    {
        if (field != JsonSecret)
            return value;
        try
        {
            return JsonNode.Parse(value) as JsonObject ?? throw new JsonException("It is no object.");
        }
        catch (JsonException problem)
        {
            throw new FlowsException(ExitCode.Misuse, $"The value of {name} is no key of a Google service account.", "Give the JSON that Google made, in one line or by a file that the variable " + name + "_FILE names.", problem);
        }
    }

    private static void Fill(JsonNode? node, Values values, SortedSet<string> missing)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields.ToList())
                {
                    if (value is JsonValue text && text.GetValueKind() == JsonValueKind.String)
                        fields[name] = values.Fill(text.GetValue<string>(), missing);
                    else
                        Fill(value, values, missing);
                }

                break;
            case JsonArray items:
                for (var at = 0; at < items.Count; at++)
                {
                    if (items[at] is JsonValue text && text.GetValueKind() == JsonValueKind.String)
                        items[at] = values.Fill(text.GetValue<string>(), missing);
                    else
                        Fill(items[at], values, missing);
                }

                break;
        }
    }
}
