using System.Text.Json;

namespace FlowFunctions.LocalHost.Functions;

/// <summary>One binding of a function, as the worker describes it: <c>{"name":"timer","type":"timerTrigger","direction":"In","schedule":"0 * * * * *"}</c>.</summary>
internal sealed class FunctionBinding(JsonElement json)
{
    public string Name => Text("name") ?? "";

    public string Type => Text("type") ?? "";

    public bool IsTrigger => Type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase);

    public static FunctionBinding Parse(string raw)
    {
        using var document = JsonDocument.Parse(raw);
        return new(document.RootElement.Clone());
    }

    public bool Is(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);

    /// <summary>A setting of the binding; null where it has none of that name.</summary>
    public string? Text(string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public bool? Flag(string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    public IReadOnlyList<string> Texts(string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.GetString() ?? "")] : [];
}
