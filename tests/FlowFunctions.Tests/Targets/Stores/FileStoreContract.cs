using FlowFunctions.Core.Runs;
using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Tests.Targets.Stores;

/// <summary>What every store of files does.</summary>
public abstract class FileStoreContract : IAsyncLifetime
{
    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected abstract IDataStore Store { get; }

    /// <summary>The same place, as another process opens it.</summary>
    private protected abstract IDataStore Reopen();

    private protected abstract IDataStore OpenWrongly();

    private protected abstract IDataStore OpenMissing();

    public abstract ValueTask InitializeAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Check_tells_whether_the_credentials_open_the_place()
    {
        Assert.True((await Store.CheckAsync(Cancel)).Works);
        Assert.DoesNotContain("sig=", (await OpenWrongly().CheckAsync(Cancel).MustFailAsync(StoreFault.Refused)).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", (await OpenMissing().CheckAsync(Cancel).MustFailAsync(StoreFault.Missing)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(IDataStore.BlockBytes)]
    [InlineData(IDataStore.BlockBytes + 1)]
    public async Task File_reads_back_as_it_was_written(int length)
    {
        var bytes = Bytes(length);

        var path = await Store.WriteAsync("out/sales.csv", bytes);

        Assert.EndsWith("/out/sales.csv", path, StringComparison.Ordinal);
        Assert.Equal(length, (await Store.FindAsync("out/sales.csv", Cancel)).Bytes);
        await Store.MustHoldAsync(bytes, "out/sales.csv");
    }

    [Theory]
    [InlineData(1000, 7)]
    [InlineData(1000, 250)]
    [InlineData(1000, 1000)]
    [InlineData(1000, 4096)]
    [InlineData(0, 10)]
    public async Task Chunks_are_exact_and_a_read_goes_on_at_any_of_them_in_another_process(int length, int chunkBytes)
    {
        var bytes = Bytes(length);
        await Store.WriteAsync("sales.csv", bytes);
        var item = await Store.FindAsync("sales.csv", Cancel);

        var chunks = await Store.ReadChunksAsync(item, from: null, chunkBytes);

        Assert.Equal(bytes, chunks.SelectMany(chunk => chunk.Bytes));
        Assert.All(chunks.SkipLast(1), chunk => Assert.Equal(chunkBytes, chunk.Bytes.Length));
        for (var read = 1; read <= chunks.Count; read += Math.Max(1, chunks.Count / 4))
        {
            var rest = await Reopen().ReadChunksAsync(item, chunks[read - 1].Next, chunkBytes);
            Assert.Equal(bytes.Skip(read * chunkBytes), rest.SelectMany(chunk => chunk.Bytes));
        }
    }

    [Fact]
    public async Task Glob_finds_the_newest_match()
    {
        await Store.WriteAsync("in/sales-1.csv", Bytes(1));
        await Store.WriteAsync("in/sales-3.csv", Bytes(3));
        await NewerAsync("in/sales-2.csv", Bytes(2));
        await NewerAsync("in/deep/sales-4.csv", Bytes(4));
        await NewerAsync("in/stock.csv", Bytes(5));

        Assert.Equal(("in/sales-2.csv", 2), await FindAsync("in/sales-*.csv"));
        Assert.Equal(("in/deep/sales-4.csv", 4), await FindAsync("in/*/sales-?.csv"));
        Assert.Equal(("in/stock.csv", 5), await FindAsync("in/*.csv"));
        Assert.Equal(("in/sales-3.csv", 3), await FindAsync("in/sales-3.csv"));

        async Task<(string, long?)> FindAsync(string name)
        {
            var item = await Store.FindAsync(name, Cancel);
            return (item.Name, item.Bytes);
        }
    }

    [Fact]
    public async Task Missing_file_is_named_with_its_place_and_its_connection()
    {
        var exact = await Store.FindAsync("sales.csv", Cancel).MustFailAsync(StoreFault.Missing);
        var glob = await Store.FindAsync("sales*.csv", Cancel).MustFailAsync(StoreFault.Missing);

        Assert.Contains("of the connection 'Nightly files' has no file 'sales.csv'; put it there", exact.Message, StringComparison.Ordinal);
        Assert.Contains("has no file like 'sales*.csv'", glob.Message, StringComparison.Ordinal);
        Assert.Equal((RunErrorCodes.RejectedByTarget, false), (exact.ErrorCode, exact.IsTransient));
    }

    [Fact]
    public async Task Missing_place_is_told_from_a_missing_file()
    {
        foreach (var call in new Func<IDataStore, Task>[] { store => store.FindAsync("a.csv", Cancel), store => store.FindAsync("*.csv", Cancel), store => store.BeginWriteAsync("a.csv", true, "op", Cancel) })
        {
            var fault = await call(OpenMissing()).MustFailAsync(StoreFault.Missing);
            Assert.Contains("does not exist; create it or correct the connection", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Wrong_credentials_are_refused_before_anything_is_read_or_written()
    {
        var store = OpenWrongly();

        var read = await store.FindAsync("sales.csv", Cancel).MustFailAsync(StoreFault.Refused);
        await store.FindAsync("*.csv", Cancel).MustFailAsync(StoreFault.Refused);
        await store.BeginWriteAsync("sales.csv", true, "op", Cancel).MustFailAsync(StoreFault.Refused);

        Assert.Equal((RunErrorCodes.ConnectionRefused, false), (read.ErrorCode, read.IsTransient));
        Assert.Contains("credentials of the connection 'Nightly files'", read.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", read.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Source_that_changes_or_goes_away_in_the_middle_fails_the_read()
    {
        await Store.WriteAsync("sales.csv", Bytes(1000));
        var item = await Store.FindAsync("sales.csv", Cancel);
        await using var chunks = Store.ReadAsync(item, null, 400, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await chunks.MoveNextAsync());
        chunks.Current.Dispose();

        await Store.WriteAsync("sales.csv", Bytes(1001), overwrite: true, operationId: "op-2");

        await chunks.MoveNextAsync().AsTask().MustFailAsync(StoreFault.SourceChanged);
        await Store.ReadChunksAsync(item with { Name = "gone.csv" }, null, 400).MustFailAsync(StoreFault.SourceChanged);
    }

    [Fact]
    public async Task Write_goes_on_in_another_process_repeats_blocks_and_is_seen_only_once_it_is_whole()
    {
        var bytes = Bytes(IDataStore.BlockBytes + 10);
        var (first, last) = (bytes.AsMemory(0, IDataStore.BlockBytes), bytes.AsMemory(IDataStore.BlockBytes));
        var begun = await Store.BeginWriteAsync("big.csv", overwrite: false, "op-1", Cancel);

        var state = await Store.WriteBlockAsync(begun, 0, false, first, Cancel);
        Assert.Equal(state, await Reopen().WriteBlockAsync(begun, 0, false, first, Cancel));
        state = await Reopen().WriteBlockAsync(state, 1, true, last, Cancel);
        state = await Reopen().WriteBlockAsync(state, 1, true, last, Cancel);
        await Store.FindAsync("big.csv", Cancel).MustFailAsync(StoreFault.Missing);
        var path = await Reopen().CompleteWriteAsync(state, Cancel);

        Assert.Equal(path, await Reopen().CompleteWriteAsync(state, Cancel));
        await Store.MustHoldAsync(bytes, "big.csv");
        Assert.InRange(state.Length, 1, 1999);
    }

    [Fact]
    public async Task File_that_may_not_be_replaced_is_refused_at_the_beginning_and_at_the_end()
    {
        var state = await Store.BeginWriteAsync("sales.csv", overwrite: false, "slow", Cancel);
        state = await Store.WriteBlocksAsync(state, Bytes(10));
        await Store.WriteAsync("sales.csv", Bytes(20), operationId: "fast");

        var late = await Store.CompleteWriteAsync(state, Cancel).MustFailAsync(StoreFault.Exists);
        await Store.BeginWriteAsync("sales.csv", overwrite: false, "next", Cancel).MustFailAsync(StoreFault.Exists);

        Assert.Contains("already has a file 'sales.csv'", late.Message, StringComparison.Ordinal);
        Assert.Equal(20, (await Store.FindAsync("sales.csv", Cancel)).Bytes);
        await Store.WriteAsync("sales.csv", Bytes(30), overwrite: true, operationId: "last");
        Assert.Equal(30, (await Store.FindAsync("sales.csv", Cancel)).Bytes);
    }

    [Fact]
    public async Task Write_that_is_given_up_leaves_nothing_to_see()
    {
        var state = await Store.BeginWriteAsync("sales.csv", overwrite: false, "op-1", Cancel);
        state = await Store.WriteBlocksAsync(state, Bytes(10));

        await Store.AbandonWriteAsync(state, Cancel);
        await Store.AbandonWriteAsync(state, Cancel);

        await Store.FindAsync("sales.csv", Cancel).MustFailAsync(StoreFault.Missing);
    }

    private protected static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Written so much later that the store's clock tells it from what was there.</summary>
    private protected virtual async Task NewerAsync(string name, byte[] bytes)
    {
        await Store.WriteAsync(name, bytes);
    }
}
