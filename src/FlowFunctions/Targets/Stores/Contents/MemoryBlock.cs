using System.Runtime.InteropServices;

namespace FlowFunctions.Targets.Stores;

/// <summary>A block as a stream to read, for libraries that take nothing else: over the array that the block is in, without a copy.</summary>
internal sealed class MemoryBlock(ReadOnlyMemory<byte> bytes)
    : MemoryStream(ArrayOf(bytes).Array!, ArrayOf(bytes).Offset, bytes.Length, writable: false)
{
    private static ArraySegment<byte> ArrayOf(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) ? segment : throw new ArgumentException("A block must be in an array.", nameof(bytes));
}
