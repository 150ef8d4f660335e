using System.Text.Json.Serialization;
using FlowFunctions.Core.Connections;
using FlowFunctions.Storage;

namespace FlowFunctions.Definitions;

/// <summary>A connection as it is stored. Its credentials are elsewhere, under an id that changes whenever they do.</summary>
public sealed record ConnectionDocument : Document
{
    public required ConnectionInput Input { get; init; }

    /// <summary>Of the credentials, in the <see cref="Secrets.ISecretStore"/>; null where it needs none, because the service's own identity is used.</summary>
    public string? SecretId { get; init; }

    /// <summary>Null while nothing is known against the connection; otherwise why its use failed. Forgotten when its place or credentials change.</summary>
    public int? ErrorCode { get; init; }

    [JsonIgnore]
    public override string Name => Input.Name;

    [JsonIgnore]
    public override IReadOnlyList<string> References => [];
}
