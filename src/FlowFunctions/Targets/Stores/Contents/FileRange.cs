using System.Globalization;
using System.Runtime.InteropServices;

namespace FlowFunctions.Targets.Stores;

/// <summary>A stretch of a file: one chunk of it.</summary>
/// <param name="Offset">Of its first byte.</param>
/// <param name="Length">At least 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileRange(long Offset, int Length)
{
    /// <summary>Where the next one begins, as <see cref="SourceChunk.Next"/> says it.</summary>
    public string Next => (Offset + Length).ToString(CultureInfo.InvariantCulture);

    /// <summary>What is left of a file, in order.</summary>
    /// <param name="bytes">Of the file.</param>
    /// <param name="from">Null, or a range's <see cref="Next"/>.</param>
    /// <param name="chunkBytes">Of each but the last.</param>
    public static IEnumerable<FileRange> Of(long bytes, string? from, int chunkBytes)
    {
        var offset = from is null ? 0 : long.Parse(from, CultureInfo.InvariantCulture);
        while (offset < bytes)
        {
            var range = new FileRange(offset, (int)Math.Min(chunkBytes, bytes - offset));
            yield return range;
            offset += range.Length;
        }
    }
}
