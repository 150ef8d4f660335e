namespace AnaplanSimulator.Files;

/// <summary>The bytes of an upload, an export or a dump: files on disk, one after the other.</summary>
internal sealed record StoredContent(IReadOnlyList<ContentPart> Parts)
{
    public long Length { get; } = Parts.Sum(part => part.Length);

    public static StoredContent Of(string path) => new([new ContentPart(path, 0, new FileInfo(path).Length)]);

    public Stream OpenRead() => new PartsStream(Parts);

    /// <summary>Cuts the content into chunks of one size; the last is what remains. Empty content is one empty chunk.</summary>
    public IReadOnlyList<StoredContent> InChunksOf(long size)
    {
        var chunks = new List<StoredContent>();
        for (long start = 0; start < Length || chunks.Count == 0; start += size)
            chunks.Add(Slice(start, Math.Min(size, Length - start)));
        return chunks;
    }

    private StoredContent Slice(long start, long length)
    {
        var parts = new List<ContentPart>();
        long position = 0;
        foreach (var part in Parts)
        {
            var from = Math.Max(start, position);
            var to = Math.Min(start + length, position + part.Length);
            if (from < to)
                parts.Add(part with { Offset = part.Offset + from - position, Length = to - from });
            position += part.Length;
        }

        return new(parts);
    }
}
