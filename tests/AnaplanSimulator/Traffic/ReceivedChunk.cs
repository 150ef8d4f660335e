namespace AnaplanSimulator.Traffic;

/// <summary>A chunk that was uploaded and taken.</summary>
/// <param name="Upload">1 for the file's first upload: it grows with each setting of the chunk count.</param>
/// <param name="Length">Of the bytes when unpacked.</param>
/// <param name="Sha256">Of the bytes when unpacked, in lower-case hex.</param>
public sealed record ReceivedChunk(DateTimeOffset At, string ModelId, string FileId, int Upload, int Chunk, long Length, string Sha256);
