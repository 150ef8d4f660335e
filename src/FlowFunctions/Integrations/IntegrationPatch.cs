using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Http;

namespace FlowFunctions.Integrations;

/// <summary>
/// Merges the fields that a client sends over an integration and its endpoint, as JSON Merge Patch (RFC 7396) does: what is given replaces, null
/// removes, the rest stays. Headers and jobs are one field each. The whole, with masks for the endpoint's secrets that stay, is then read by the rules of a new integration.
/// </summary>
internal static class IntegrationPatch
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    public static Parsed<IntegrationInput> Apply(IntegrationInput current, ReadOnlyMemory<byte> utf8Patch)
    {
        // Before anything is taken from it: JsonNode finds some faults, such as half a surrogate pair, only when a name or a text is used.
        if (JsonSyntax.FindFault(utf8Patch.Span) is { } fault)
        {
            return Parsed<IntegrationInput>.Invalid([new Problem("", fault)]);
        }

        if (TryParse(utf8Patch) is not { } patch)
        {
            // Not a JSON object: the reader says where and why.
            return IntegrationInputReader.ReadOver(utf8Patch, current);
        }

        var problems = new List<Problem>();
        var merged = Merge(ToJson(current), patch, "", problems);
        return problems.Count > 0
            ? Parsed<IntegrationInput>.Invalid(problems)
            : IntegrationInputReader.ReadOver(JsonSerializer.SerializeToUtf8Bytes(merged), current);
    }

    private static JsonObject? TryParse(ReadOnlyMemory<byte> utf8Patch)
    {
        try
        {
            return JsonNode.Parse(utf8Patch.Span, documentOptions: Strict) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject ToJson(IntegrationInput input)
    {
        var document = new
        {
            input.Name,
            input.WorkspaceId,
            input.ModelId,
            input.ProcessId,
            input.NuxVisible,
            input.Idempotent,
            Jobs = input.Jobs.Count == 0 ? null : input.Jobs.Select(ToBody).ToList(),
            Endpoint = input.Endpoint is { } endpoint ? EndpointResource.Of(endpoint) : null,
        };
        return JsonSerializer.SerializeToNode(document, ApiJson.CamelCase)!.AsObject();
    }

    private static object ToBody(JobInput job)
    {
        var type = job.Type.Store.ToString();
        var isTable = job.Type.Store == ConnectionType.GoogleBigQuery;
        var item = new JsonObject
        {
            ["type"] = type,
            ["connectionId"] = job.Item.ConnectionId,
            [isTable ? "table" : "file"] = job.Item.Name,
        };
        var action = new JsonObject { ["type"] = "Anaplan", ["actionId"] = job.Action.ActionId };
        if (job.Type.IsImport)
        {
            action["fileId"] = job.Action.FileId;
        }
        else
        {
            item["overwrite"] = job.Item.Overwrite;
        }

        var (source, target) = job.Type.IsImport ? (item, action) : (action, item);
        return new { Type = job.Type.ToString(), Sources = new JsonArray(source), Targets = new JsonArray(target) };
    }

    private static JsonObject Merge(JsonObject target, JsonObject patch, string path, List<Problem> problems)
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (spelling, value) in patch)
        {
            var name = ToCamelCase(spelling);
            if (!given.Add(name))
            {
                problems.Add(new(path + name, $"Give '{name}' once: it is there in both spellings."));
            }
            else if (value is null)
            {
                target.Remove(name);
            }
            else
            {
                target[name] = name == "endpoint" && value is JsonObject endpoint && target[name] is JsonObject current
                    ? Merge(current.DeepClone().AsObject(), endpoint, "endpoint.", problems)
                    : value.DeepClone();
            }
        }

        return target;
    }

    private static string ToCamelCase(string spelling) =>
        string.Concat(spelling.Split('_').Select((word, index) => index == 0 || word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
}
