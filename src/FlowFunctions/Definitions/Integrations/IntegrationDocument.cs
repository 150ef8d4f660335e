using System.Text.Json;
using System.Text.Json.Serialization;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Storage;

namespace FlowFunctions.Definitions;

/// <summary>An integration as it is stored. It refers to the connections of its jobs, which may be deleted all the same.</summary>
public sealed record IntegrationDocument : Runnable
{
    /// <summary>
    /// The most characters of what an author wrote, as it is stored. The rest of the row is for what comes beside it: a lock, and the end of a run, whose message may be
    /// <see cref="Steps.TargetText.MaximumMessageLength"/> characters, of six each where JSON escapes them. An end that did not fit would leave the lock held.
    /// </summary>
    public const int MaximumAuthoredLength = LongText.MaximumLength - 40_000;

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

    /// <param name="current">What it is written over, which an earlier version may have let grow longer: it need not be shorter than that. Null where it is new.</param>
    /// <exception cref="DocumentTooLargeException">What its author wrote is longer than <see cref="MaximumAuthoredLength"/>.</exception>
    internal void RequireRoomForRuns(IntegrationDocument? current = null)
    {
        var length = AuthoredLength();
        if (length > MaximumAuthoredLength && !(length <= current?.AuthoredLength()))
        {
            throw new DocumentTooLargeException(length, MaximumAuthoredLength);
        }
    }

    /// <summary>In characters, without what comes beside it: that is the same whether it is new or runs.</summary>
    internal int AuthoredLength() => JsonSerializer.Serialize(new { Input, Connections }, StorageJson.Options).Length;
}
