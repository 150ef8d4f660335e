using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Exporting;

/// <summary>Definitions as files have them: in canonical form, with names in the place of secrets.</summary>
internal static class Exported
{
    public static Definition Of(Definition definition)
    {
        var form = CanonicalForm.Of(definition);
        var content = new JsonObject { ["kind"] = definition.Kind.Word };
        foreach (var (name, value) in form.ToList())
        {
            form.Remove(name);
            content[name] = value;
        }

        Escape(content, Variable(definition.Name));
        if (definition.Kind == Kind.Connection && SecretsOf(content) is { Length: > 0 } secrets)
            content["secrets"] = new JsonObject(secrets.Select(secret => KeyValuePair.Create(secret, (JsonNode?)$"{Variable(definition.Name)}_{Variable(secret)}")));
        return definition with { Content = content };
    }

    private static string[] SecretsOf(JsonObject connection) => (connection.Text("type"), connection.Text("authMethod")) switch
    {
        ("AzureBlob", "ManagedIdentity") => [],
        ("AzureBlob", _) => ["sasToken"],
        ("AmazonS3", _) => ["accessKeyId", "secretAccessKey"],
        _ => ["serviceAccountKey"],
    };

    /// <summary>Masks become names, made of where they are; ${ as the server has it is escaped.</summary>
    private static void Escape(JsonNode? node, string place)
    {
        if (node is JsonObject fields)
        {
            foreach (var (name, value) in fields.ToList())
            {
                if (value is JsonValue text && text.GetValueKind() == JsonValueKind.String)
                    fields[name] = Escape(text.GetValue<string>(), $"{place}_{Variable(name)}");
                else
                    Escape(value, place);
            }
        }

        foreach (var item in node as JsonArray ?? [])
            Escape(item, place);
    }

    private static string Escape(string text, string variable)
    {
        var parts = text.Replace("${", "$${", StringComparison.Ordinal).Split(Differences.Mask);
        var escaped = new StringBuilder(parts[0]);
        for (var at = 1; at < parts.Length; at++)
            escaped.Append("${").Append(variable).Append(at == 1 ? "" : $"_{at}").Append('}').Append(parts[at]);
        return escaped.ToString();
    }

    /// <summary>"Planning files" as PLANNING_FILES, "sasToken" as SAS_TOKEN.</summary>
    private static string Variable(string name)
    {
        var variable = new StringBuilder();
        for (var at = 0; at < name.Length; at++)
        {
            if (at > 0 && char.IsAsciiLetterUpper(name[at]) && char.IsAsciiLetterLower(name[at - 1]))
                variable.Append('_');
            variable.Append(char.IsAsciiLetterOrDigit(name[at]) ? char.ToUpperInvariant(name[at]) : '_');
        }

        return variable.Length == 0 || char.IsAsciiDigit(variable[0]) ? $"V_{variable}" : variable.ToString();
    }
}
