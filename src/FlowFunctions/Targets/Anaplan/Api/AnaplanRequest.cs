namespace FlowFunctions.Targets.Anaplan;

/// <summary>A request to the bulk API.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">From the base address on.</param>
/// <param name="Subject">What it is about, for messages.</param>
internal sealed record AnaplanRequest(HttpMethod Method, string Path, Subject Subject)
{
    /// <summary>Sent as JSON; null for none.</summary>
    public object? Body { get; init; }

    /// <summary>Sent as gzip; null for none.</summary>
    public ReadOnlyMemory<byte>? Chunk { get; init; }

    /// <summary>Whether doing it twice is the same as doing it once.</summary>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>Sees the request go out; null for nobody.</summary>
    public SendWatch? Watch { get; init; }

    /// <summary>Whether the answer's body is read as it comes, instead of before the answer counts as there.</summary>
    public bool IsStreamed { get; init; }
}
