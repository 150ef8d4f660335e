using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Tests.Targets.Stores;

/// <summary>What a job does with a store, in one call.</summary>
internal static class StoreFiles
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<string?> WriteAsync(this IDataStore store, string name, byte[] bytes, bool overwrite = false, string operationId = "op-1")
    {
        var state = await store.BeginWriteAsync(name, overwrite, operationId, Cancel);
        return await store.CompleteWriteAsync(await store.WriteBlocksAsync(state, bytes), Cancel);
    }

    public static async Task<string> WriteBlocksAsync(this IDataStore store, string state, byte[] bytes)
    {
        for (var (index, offset) = (0, 0); ; index++, offset += IDataStore.BlockBytes)
        {
            var length = Math.Min(IDataStore.BlockBytes, bytes.Length - offset);
            var isLast = offset + length == bytes.Length;
            state = await store.WriteBlockAsync(state, index, isLast, bytes.AsMemory(offset, length), Cancel);
            if (isLast)
            {
                return state;
            }
        }
    }

    public static async Task<byte[]> ReadAsync(this IDataStore store, string name, int chunkBytes = 1 << 20)
    {
        var chunks = await store.ReadChunksAsync(await store.FindAsync(name, Cancel), from: null, chunkBytes);
        return [.. chunks.SelectMany(chunk => chunk.Bytes)];
    }

    public static async Task MustHoldAsync(this IDataStore store, byte[] expected, string name, int chunkBytes = 1 << 20)
    {
        var actual = await store.ReadAsync(name, chunkBytes);

        // A difference of megabytes is nothing to print.
        Assert.True(expected.AsSpan().SequenceEqual(actual), $"{name} has {actual.Length} bytes that differ from the {expected.Length} expected.");
    }

    /// <summary>The chunks, copied, each with where the next one begins.</summary>
    public static async Task<List<(byte[] Bytes, string Next)>> ReadChunksAsync(this IDataStore store, SourceItem item, string? from, int chunkBytes)
    {
        var chunks = new List<(byte[], string)>();
        await foreach (var chunk in store.ReadAsync(item, from, chunkBytes, Cancel))
        {
            using (chunk)
            {
                chunks.Add((chunk.Bytes.ToArray(), chunk.Next));
            }
        }

        return chunks;
    }

    public static async Task<StoreException> MustFailAsync(this Task call, StoreFault fault)
    {
        var exception = await Assert.ThrowsAsync<StoreException>(() => call);
        Assert.True(exception.Fault == fault, $"{exception.Fault}: {exception}");
        return exception;
    }
}
