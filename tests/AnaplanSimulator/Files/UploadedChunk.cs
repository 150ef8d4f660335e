namespace AnaplanSimulator.Files;

/// <param name="Sha256">Of the bytes as they are kept: unpacked, where they came gzipped. Lower-case hex.</param>
internal sealed record UploadedChunk(string Path, long Length, string Sha256);
