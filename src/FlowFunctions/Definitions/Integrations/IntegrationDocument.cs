using System.Text.Json.Serialization;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Definitions;

/// <summary>An integration as it is stored. It refers to the connections of its jobs, which may be deleted all the same.</summary>
public sealed record IntegrationDocument : Runnable
{
    /// <summary>With masks in place of its endpoint's secrets, but for rows that an earlier version wrote and that are not moved yet.</summary>
    public required IntegrationInput Input { get; init; }

    /// <summary>Of the endpoint's secrets, in the <see cref="Secrets.ISecretStore"/>; null where it has none.</summary>
    public string? EndpointSecretId { get; init; }

    /// <summary>The connections of its jobs, by id, as they were when it was written: how those are called that have been deleted since.</summary>
    public IReadOnlyDictionary<string, UsedConnection> Connections { get; init; } = new Dictionary<string, UsedConnection>(StringComparer.Ordinal);

    [JsonIgnore]
    public override RunKind Kind => RunKind.Integration;

    [JsonIgnore]
    public override string Name => Input.Name;

    [JsonIgnore]
    public override IReadOnlyList<string> References => [.. Input.Jobs.Select(job => job.Item.ConnectionId).Distinct(StringComparer.Ordinal)];
}
