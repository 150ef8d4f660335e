using Azure;

namespace FlowFunctions.Http;

/// <summary>What a request's idempotency key turned out to stand for.</summary>
internal sealed record Claim(ClaimKind Kind)
{
    public string Partition { get; init; } = "";

    public string Row { get; init; } = "";

    /// <summary>Of the claimed row; only where this is the first request.</summary>
    public ETag ETag { get; init; }

    /// <summary>
    /// An id that was new with the first of these requests, and is the same for all that repeat it within <see cref="IdempotencyStore.Lifetime"/>, however often one was not answered: what they ask for
    /// can be known by it again. Only where this is to be answered.
    /// </summary>
    public string? OrderId { get; init; }

    /// <summary>Only where an equal request was answered.</summary>
    public StoredAnswer? Answer { get; init; }
}
