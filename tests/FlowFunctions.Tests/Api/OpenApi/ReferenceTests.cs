using System.Text.Json.Nodes;
using FlowFunctions.Docs.OpenApi;
using FlowFunctions.Tests.Architecture;

namespace FlowFunctions.Tests.Api.OpenApi;

/// <summary>Holds the document that is made from the functions to the one that was written by hand, point by point.</summary>
public sealed class ReferenceTests
{
    /// <summary>By the end of the pointer: what the new document says otherwise, and why.</summary>
    private static readonly (string Point, string Reason)[] Deliberate =
    [
        ("/latestRun/description", "Says what null means."),
        ("/schedule/description", "Says what null means."),
        ("/retry/description", "Says what null means."),
        ("/endpoint/description", "Says when it is left out."),
        ("/integration/description", "Says that it has no type."),
        ("/Endpoint/description", "Says that header values are shown."),
        ("/Integration/description", "Says that it has no type."),
        ("/properties/schedule/anyOf/0/description", "Says whose time zone."),
        ("/Schedule/description", "Says whose time zone."),
        ("/jobs/items/description", "Says when the connection is asked."),
        ("/Job/description", "Says when the connection is asked."),
        ("/users/items/description", "Says that addresses are not shown."),
        ("/NotificationUser/description", "Says that addresses are not shown."),
        ("/config/items/description", "Was not described."),
        ("/channels/items/description", "Was not described."),
        ("/errorMessages/items/description", "Was not described."),
        ("/history_of_runs/description", "Was not described."),
        ("/properties/run/description", "Was not described."),
        ("/schema/properties/integrationFlow/description", "An answer's reference speaks of what the call was about."),
        ("/schema/properties/connections/description", "An answer's reference speaks of what the call was about."),
        ("/schema/properties/notification/description", "An answer's reference speaks of what the call was about."),
        ("/notifications/items/properties/id/description", "Says that it is the same for all."),
        ("/Notification/properties/id/description", "Says that it is the same for all."),
        ("/version/properties/product/description", "Has the example in its text."),
        ("/version/properties/product/examples", "Has the example in its text."),
        ("/version/properties/dotnet/description", "Has the example in its text."),
        ("/version/properties/dotnet/examples", "Has the example in its text."),
        ("/dependsOn/items/description", "Was not described."),
        ("/stepsToRun/items/description", "Was not described."),
        ("/integrationIds/items/description", "Was not described."),
        ("/taskId/type", "Is never null."),
        ("/localMessageText/type", "Is never null."),
        ("/values/items/type", "Is never null."),
        ("/requestBody/required", "False is what is meant where it is left out."),
        ("/runs/oneOf/1/properties", "None is what is meant where it is left out."),
    ];

    [Fact]
    public async Task Document_says_what_the_reference_says()
    {
        var reference = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "FlowFunctions.Tests", "Api", "OpenApi", "Reference.json")))!.AsObject();
        var made = await ApiDocument.BuildAsync(TestContext.Current.CancellationToken);

        var differences = Compare(Normal(reference, reference), Normal(made, made), "")
            .Where(difference => !Deliberate.Any(known => difference.Split(' ')[0].EndsWith(known.Point, StringComparison.Ordinal)));

        Assert.Equal("", string.Join('\n', differences));
    }

    private static IEnumerable<string> Compare(JsonNode? reference, JsonNode? made, string pointer)
    {
        switch (reference, made)
        {
            case (JsonObject old, JsonObject now):
                foreach (var name in old.Select(member => member.Key).Union(now.Select(member => member.Key)).ToList())
                {
                    var at = $"{pointer}/{name.Replace("/", "~1", StringComparison.Ordinal)}";
                    if (!now.ContainsKey(name))
                    {
                        yield return $"{at} is gone: {old[name]?.ToJsonString()}";
                    }
                    else if (!old.ContainsKey(name))
                    {
                        // A schema of its own for what was written where it stands says nothing more.
                        if (pointer != "/components/schemas")
                        {
                            yield return $"{at} is new: {now[name]?.ToJsonString()}";
                        }
                    }
                    else
                    {
                        foreach (var difference in Compare(old[name], now[name], at))
                        {
                            yield return difference;
                        }
                    }
                }

                break;
            case (JsonArray old, JsonArray now) when old.Count == now.Count:
                foreach (var difference in old.Zip(now).SelectMany((pair, index) => Compare(pair.First, pair.Second, $"{pointer}/{index}")))
                {
                    yield return difference;
                }

                break;
            default:
                if (!JsonNode.DeepEquals(reference, made))
                {
                    yield return $"{pointer} was {reference?.ToJsonString()} and is {made?.ToJsonString()}";
                }

                break;
        }
    }

    /// <summary>References followed, and what has several spellings or no order in one.</summary>
    private static JsonNode? Normal(JsonObject document, JsonNode? node)
    {
        switch (node)
        {
            case JsonArray items:
                return new JsonArray([.. items.Select(item => Normal(document, item))]);
            case JsonObject members when (string?)members["$ref"] is { } reference:
                var target = reference.Split('/').Skip(1).Aggregate((JsonNode)document, (at, name) => at[name]!);
                var followed = Normal(document, target)!.AsObject();
                foreach (var (name, value) in members.Where(member => member.Key != "$ref"))
                {
                    followed[name] = value?.DeepClone();
                }

                return followed;
            case JsonObject members:
                return Sorted(new(members.Select(member => KeyValuePair.Create(member.Key, Normal(document, member.Value)))));
            default:
                return node?.DeepClone();
        }
    }

    private static JsonObject Sorted(JsonObject members)
    {
        foreach (var kind in new[] { "anyOf", "oneOf" })
        {
            if (members[kind] is JsonArray { Count: 2 } kinds && kinds.SingleOrDefault(IsNull) is { } nothing)
            {
                kinds.Remove(nothing);
                var something = kinds[0]!.DeepClone().AsObject();
                foreach (var (name, value) in members.Where(member => member.Key != kind))
                {
                    something[name] = value?.DeepClone();
                }

                something["type"] = new JsonArray([.. Types(something["type"]!), "null"]);
                members = something;
            }
        }

        if (members["type"] is JsonArray types)
        {
            members["type"] = new JsonArray([.. types.Select(type => (string)type!).Distinct().Order(StringComparer.Ordinal)]);
        }

        foreach (var name in new[] { "required", "enum" })
        {
            if (members[name] is JsonArray values)
            {
                members[name] = new JsonArray([.. values.OrderBy(value => value?.ToJsonString(), StringComparer.Ordinal).Select(value => value?.DeepClone())]);
            }
        }

        if (members["parameters"] is JsonArray parameters)
        {
            members["parameters"] = new JsonObject(parameters.Select(parameter => KeyValuePair.Create((string)parameter!["name"]!, (JsonNode?)parameter.DeepClone())));
        }

        return members;
    }

    private static bool IsNull(JsonNode? schema) => schema is JsonObject { Count: 1 } members && members["type"] is JsonValue type && (string?)type == "null";

    private static IEnumerable<JsonNode?> Types(JsonNode type) => type is JsonArray several ? several.Select(one => one?.DeepClone()) : [type.DeepClone()];
}
