using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Tests.Targets.Stores.BigQuery;

public sealed class TableWriterTests : BigQueryTestBase
{
    private const string Operation = "019ab000000070008000000000000004";
    private const string JobId = "flows_" + Operation;

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(IDataStore.BlockBytes)]
    [InlineData(IDataStore.BlockBytes + 1000)]
    public async Task Table_is_written_by_one_load_job(int length)
    {
        var bytes = Bytes(length);
        var state = await Store.WriteBlocksAsync(await Store.BeginWriteAsync("t", overwrite: true, Operation, Cancel), bytes);

        Assert.Null(await Store.CompleteWriteAsync(state, Cancel));
        Assert.Equal("planning-example.sales.t", await Store.CompleteWriteAsync(state, Cancel));
        Assert.Equal("planning-example.sales.t", await Store.CompleteWriteAsync(state, Cancel));

        var job = Assert.Single(Google.Jobs);
        Assert.Equal(JobId, job.Key);
        Assert.True(bytes.AsSpan().SequenceEqual(job.Value.Bytes));
        Assert.Equal(("CSV", 1, "WRITE_TRUNCATE", true), ((string)job.Value.Load["sourceFormat"]!, (int)job.Value.Load["skipLeadingRows"]!, (string)job.Value.Load["writeDisposition"]!, (bool)job.Value.Load["autodetect"]!));
        Assert.Equal("""{"projectId":"planning-example","datasetId":"sales","tableId":"t"}""", job.Value.Load["destinationTable"]!.ToJsonString());
        Assert.InRange(state.Length, 1, 1999);
    }

    [Fact]
    public async Task Table_that_exists_keeps_its_columns()
    {
        Google.Tables["t"] = FakeTable.Of(["a"]);
        await Store.WriteBlocksAsync(await Store.BeginWriteAsync("t", overwrite: false, Operation, Cancel), Bytes(10));

        var load = Google.Jobs[JobId].Load;
        Assert.Equal(("WRITE_EMPTY", false), ((string)load["writeDisposition"]!, (bool)load["autodetect"]!));
    }

    [Fact]
    public async Task Table_with_rows_that_may_not_be_replaced_is_refused_at_the_beginning_and_by_the_job()
    {
        Google.Tables["t"] = FakeTable.Of(["a"], ["1"]);
        await Store.BeginWriteAsync("t", overwrite: false, Operation, Cancel).MustFailAsync(StoreFault.Exists);

        var state = await Store.WriteBlocksAsync(await Store.BeginWriteAsync("t", overwrite: true, Operation, Cancel), Bytes(10));
        Google.Jobs[JobId].Error = ("duplicate", "Already Exists: Table t");
        await Store.CompleteWriteAsync(state, Cancel);
        var late = await Store.CompleteWriteAsync(state, Cancel).MustFailAsync(StoreFault.Exists);

        Assert.Contains("already has a table 't'", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_of_the_job_is_told()
    {
        var state = await Store.WriteBlocksAsync(await Store.BeginWriteAsync("t", overwrite: true, Operation, Cancel), Bytes(10));
        Google.Jobs[JobId].Error = ("invalid", "Too many values in row starting at position 7.");
        await Store.CompleteWriteAsync(state, Cancel);

        var fault = await Store.CompleteWriteAsync(state, Cancel).MustFailAsync(StoreFault.Other);

        Assert.Contains("Too many values in row starting at position 7", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_goes_on_in_another_process_and_blocks_may_come_twice()
    {
        var bytes = Bytes((2 * IDataStore.BlockBytes) + 5);
        var (first, second, last) = (bytes.AsMemory(0, IDataStore.BlockBytes), bytes.AsMemory(IDataStore.BlockBytes, IDataStore.BlockBytes), bytes.AsMemory(2 * IDataStore.BlockBytes));
        var begun = await Store.BeginWriteAsync("t", overwrite: true, Operation, Cancel);

        var state = await Store.WriteBlockAsync(begun, 0, false, first, Cancel);
        Assert.Equal(state, await Reopen().WriteBlockAsync(begun, 0, false, first, Cancel));
        var after = await Reopen().WriteBlockAsync(state, 1, false, second, Cancel);
        Assert.Equal(after, await Reopen().WriteBlockAsync(state, 1, false, second, Cancel));
        var whole = await Reopen().WriteBlockAsync(after, 2, true, last, Cancel);
        Assert.Equal(whole, await Reopen().WriteBlockAsync(after, 2, true, last, Cancel));

        Assert.True(bytes.AsSpan().SequenceEqual(Assert.Single(Google.Jobs).Value.Bytes));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256 * 1024)]
    [InlineData(IDataStore.BlockBytes)]
    public async Task Upload_that_is_cut_goes_on_from_what_the_service_has(int takenBytes)
    {
        var bytes = Bytes(IDataStore.BlockBytes + 5);
        var state = await Store.BeginWriteAsync("t", overwrite: true, Operation, Cancel);
        Google.Cut(takenBytes);

        await Store.WriteBlocksAsync(state, bytes);

        Assert.True(bytes.AsSpan().SequenceEqual(Assert.Single(Google.Jobs).Value.Bytes));
    }

    [Fact]
    public async Task Upload_of_which_a_byte_is_kept_at_a_time_is_unavailable_and_no_load_without_an_end()
    {
        var state = await Store.BeginWriteAsync("t", overwrite: true, Operation, Cancel);
        Google.Trickle(20, keptBytes: 1);

        var fault = await Store.WriteBlocksAsync(state, Bytes(IDataStore.BlockBytes + 5)).MustFailAsync(StoreFault.Unavailable);

        Assert.Contains("does not go on", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_of_which_parts_are_kept_at_a_time_goes_on()
    {
        var state = await Store.BeginWriteAsync("t", overwrite: true, Operation, Cancel);
        Google.Trickle(10, keptBytes: 256 * 1024);

        await Store.WriteBlocksAsync(state, Bytes(IDataStore.BlockBytes + 5));

        Assert.True(Bytes(IDataStore.BlockBytes + 5).AsSpan().SequenceEqual(Assert.Single(Google.Jobs).Value.Bytes));
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Busy_service_is_asked_again_and_is_unavailable_only_when_it_stays_so(int status)
    {
        var state = await Store.BeginWriteAsync("t", overwrite: true, Operation, Cancel);
        Google.Fail(2, status);
        await Store.WriteBlocksAsync(state, Bytes(10));
        Assert.Equal(10, Google.Jobs[JobId].Bytes.Length);

        state = await Store.BeginWriteAsync("t", overwrite: true, "other", Cancel);
        Google.Fail(20, status);
        await Store.WriteBlockAsync(state, 0, true, Bytes(10), Cancel).MustFailAsync(StoreFault.Unavailable);
    }

    [Theory]
    [InlineData(200, "text/html", "<html>Maintenance</html>")]
    [InlineData(200, "application/json", "{}")]
    [InlineData(200, "application/json", "null")]
    [InlineData(201, "application/json", """{"jobReference":{"jobId":"another"}}""")]
    [InlineData(409, "text/html", "<html>Conflict</html>")]
    [InlineData(308, "text/html", "<html>Moved</html>")]
    public async Task Answer_to_a_block_that_is_no_job_ends_no_upload_which_is_asked_how_far_it_is(int status, string contentType, string body)
    {
        var state = await Store.BeginWriteAsync("t", overwrite: true, Operation, Cancel);
        Google.Answer(1, status, contentType, body);

        await Store.WriteBlocksAsync(state, Bytes(IDataStore.BlockBytes + 5));

        Assert.True(Bytes(IDataStore.BlockBytes + 5).AsSpan().SequenceEqual(Google.Jobs[JobId].Bytes));
    }

    [Fact]
    public async Task Upload_that_is_only_ever_answered_by_pages_of_a_proxy_is_unavailable()
    {
        var state = await Store.BeginWriteAsync("t", overwrite: true, Operation, Cancel);
        Google.Answer(20, 200, "text/html", "<html>Maintenance</html>");

        await Store.WriteBlockAsync(state, 0, true, Bytes(10), Cancel).MustFailAsync(StoreFault.Unavailable);
        Assert.Empty(Google.Jobs);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(409)]
    public async Task Answer_to_the_beginning_that_names_no_upload_is_asked_for_again(int status)
    {
        // What is asked before is the table.
        Google.Tables["t"] = FakeTable.Of(["a"]);
        Google.Skip(1);
        Google.Answer(1, status, "text/html", "<html>Maintenance</html>");

        await Store.WriteBlocksAsync(await Store.BeginWriteAsync("t", overwrite: true, Operation, Cancel), Bytes(10));

        Assert.Equal(10, Google.Jobs[JobId].Bytes.Length);
    }

    [Theory]
    [InlineData("text/html", "<html></html>")]
    [InlineData("application/json", "{}")]
    public async Task Answer_that_tells_no_state_of_the_job_does_not_end_it(string contentType, string body)
    {
        var state = await Store.WriteBlocksAsync(await Store.BeginWriteAsync("t", overwrite: true, Operation, Cancel), Bytes(10));
        await Store.CompleteWriteAsync(state, Cancel);
        Google.Answer(1, 200, contentType, body);

        Assert.Equal("planning-example.sales.t", await Store.CompleteWriteAsync(state, Cancel));
    }

    [Fact]
    public async Task Operation_that_was_begun_twice_makes_one_job()
    {
        var first = await Store.BeginWriteAsync("t", overwrite: true, Operation, Cancel);
        var second = await Store.BeginWriteAsync("t", overwrite: true, Operation, Cancel);

        await Store.WriteBlocksAsync(first, Bytes(10));
        await Store.WriteBlocksAsync(second, Bytes(20));

        Assert.Equal(10, Assert.Single(Google.Jobs).Value.Bytes.Length);
    }

    [Fact]
    public async Task Write_that_is_given_up_ends_its_upload_or_its_job()
    {
        var begun = await Store.BeginWriteAsync("t", overwrite: true, Operation, Cancel);
        await Store.AbandonWriteAsync(begun, Cancel);
        await Store.AbandonWriteAsync(begun, Cancel);
        await Store.WriteBlockAsync(begun, 0, true, Bytes(10), Cancel).MustFailAsync(StoreFault.Other);

        var whole = await Store.WriteBlocksAsync(await Store.BeginWriteAsync("t", overwrite: true, Operation, Cancel), Bytes(10));
        await Store.AbandonWriteAsync(whole, Cancel);
        Assert.True(Google.Jobs[JobId].IsCancelled);
    }

    [Fact]
    public async Task Missing_dataset_is_told_before_there_is_something_to_write() =>
        await Open(Google.ServiceAccountKey, "elsewhere").BeginWriteAsync("t", overwrite: true, Operation, Cancel).MustFailAsync(StoreFault.Missing);

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private IDataStore Reopen() => Open(Google.ServiceAccountKey);
}
