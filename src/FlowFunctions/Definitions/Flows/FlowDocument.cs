using System.Text.Json.Serialization;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Definitions;

/// <summary>A flow as it is stored. It refers to the integrations of its steps.</summary>
public sealed record FlowDocument : Runnable
{
    public required FlowInput Input { get; init; }

    [JsonIgnore]
    public override RunKind Kind => RunKind.Flow;

    [JsonIgnore]
    public override string Name => Input.Name;

    [JsonIgnore]
    public override IReadOnlyList<string> References => [.. Input.Steps.Select(step => step.Referrer)];
}
