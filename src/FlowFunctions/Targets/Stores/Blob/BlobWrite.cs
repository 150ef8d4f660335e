using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Targets.Stores.Blob;

/// <summary>State of a write to a blob: its blocks are staged, and seen by nobody, until their list is committed.</summary>
/// <param name="Name">Of the blob.</param>
/// <param name="Overwrite">Whether it may replace another.</param>
/// <param name="Operation">Tells its blocks from those of other writes, and the blob from those of others.</param>
/// <param name="Blocks">How many are staged.</param>
internal sealed record BlobWrite(string Name, bool Overwrite, string Operation, int Blocks)
{
    private const int OperationHashBytes = 20;

    /// <summary>Of all blocks, in order; a method, for it is no part of the state.</summary>
    public IEnumerable<string> BlockIds() => Enumerable.Range(0, Blocks).Select(BlockId);

    /// <summary>
    /// The same for the same block, so that one that is staged again replaces itself; all of one length, as a blob's block ids must be. 32 characters.
    /// </summary>
    public string BlockId(int index)
    {
        Span<byte> id = stackalloc byte[OperationHashBytes + sizeof(int)];
        SHA256.HashData(Encoding.UTF8.GetBytes(Operation)).AsSpan(0, OperationHashBytes).CopyTo(id);
        BinaryPrimitives.WriteInt32BigEndian(id[OperationHashBytes..], index);
        return Convert.ToBase64String(id);
    }
}
