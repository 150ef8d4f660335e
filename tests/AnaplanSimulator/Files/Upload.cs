namespace AnaplanSimulator.Files;

/// <summary>One upload of a file: from the setting of its chunk count to the next. Not safe for threads: <see cref="ModelFile"/> guards it.</summary>
internal sealed class Upload(int number, int chunkCount)
{
    public const int Unknown = -1;

    private readonly SortedDictionary<int, UploadedChunk> _chunks = [];

    /// <summary>1 for a file's first upload.</summary>
    public int Number { get; } = number;

    /// <summary>-1 where the client did not know.</summary>
    public int ChunkCount { get; } = chunkCount;

    public bool Completed { get; set; }

    public IReadOnlyDictionary<int, UploadedChunk> Chunks => _chunks;

    public bool IsWhole => Missing.Count == 0 && (ChunkCount != Unknown || Completed);

    /// <summary>The chunks that must still come. Where the count is unknown, gaps before the last.</summary>
    public IReadOnlyList<int> Missing =>
        [.. Enumerable.Range(0, ChunkCount != Unknown ? ChunkCount : _chunks.Count == 0 ? 1 : _chunks.Keys.Last() + 1).Where(index => !_chunks.ContainsKey(index))];

    public void Set(int index, UploadedChunk chunk) => _chunks[index] = chunk;
}
