namespace AnaplanSimulator.Files;

/// <summary>Bytes of a file on disk.</summary>
internal sealed record ContentPart(string Path, long Offset, long Length);
