using System.Text.Json.Serialization;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Storage;

namespace FlowFunctions.Integrations;

/// <summary>An integration as it is stored.</summary>
public sealed record IntegrationDocument : Document<IntegrationInput>
{
    [JsonIgnore]
    public override string Name => Input.Name;

    [JsonIgnore]
    public override IReadOnlyList<string> References => [];
}
