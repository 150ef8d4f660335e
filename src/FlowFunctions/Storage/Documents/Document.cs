using System.Text.Json.Serialization;
using Azure;

namespace FlowFunctions.Storage;

/// <summary>What flows, integrations and connections have in common as they are stored: who wrote them, and when.</summary>
public abstract record Document
{
    /// <summary>UUIDv7 in 32 lowercase hex digits: the order of ids is the order of creation.</summary>
    public required string Id { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreationDate { get; init; }

    /// <summary>Null until modified.</summary>
    public string? ModifiedBy { get; init; }

    /// <summary>UTC; the creation date until modified. Runs do not modify a document.</summary>
    public required DateTimeOffset ModificationDate { get; init; }

    /// <summary>The row's version when it was read; every update carries it.</summary>
    [JsonIgnore]
    public ETag ETag { get; init; }

    /// <summary>Unique within its kind, ignoring case.</summary>
    [JsonIgnore]
    public abstract string Name { get; }

    /// <summary>Ids of the documents of another kind that this one refers to.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<string> References { get; }

    /// <summary>The word for its state by which lists are filtered; null for a kind that has none.</summary>
    [JsonIgnore]
    public virtual string? State => null;

    /// <summary>UTC; what lists are sorted by besides name, creation and change; null where it has nothing of the kind.</summary>
    [JsonIgnore]
    public virtual DateTimeOffset? LatestDate => null;

    /// <summary>The run that holds the document's lock; null while none does.</summary>
    [JsonIgnore]
    public virtual string? HeldBy => null;
}
