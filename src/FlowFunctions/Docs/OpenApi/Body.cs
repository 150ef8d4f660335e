using System.Text.Json.Nodes;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>What a call takes in its body.</summary>
/// <param name="Schema">Of the JSON document.</param>
/// <param name="Examples">At least one; each is accepted as it stands where the documents that it refers to exist.</param>
internal sealed record Body(JsonObject Schema, params IReadOnlyList<Example> Examples)
{
    /// <summary>False where the call may come without a body.</summary>
    public bool IsRequired { get; init; } = true;
}
