using FlowFunctions.Core.Connections;
using FlowFunctions.Targets.Stores;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Tests.Targets.Stores.S3;

public sealed class S3DataStoreTests : FileStoreContract
{
    private FakeS3? _amazon;
    private StoreHost? _host;

    private protected override IDataStore Store => field ??= Reopen();

    public override async ValueTask InitializeAsync()
    {
        _amazon = await FakeS3.StartAsync();
        _host = new(("Targets:AmazonS3:ServiceUrl", _amazon.Url));
    }

    public override async ValueTask DisposeAsync()
    {
        await _host!.DisposeAsync();
        await _amazon!.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Upload_that_ends_leaves_none_open()
    {
        await Store.WriteAsync("full.csv", Bytes(10));
        await Store.WriteAsync("empty.csv", []);
        await Store.AbandonWriteAsync(await Store.BeginWriteAsync("abandoned.csv", false, "op", Cancel), Cancel);

        Assert.Equal(0, _amazon!.OpenUploads);
    }

    [Fact]
    public async Task Uploads_of_a_name_that_were_begun_long_ago_are_given_up_and_no_others()
    {
        foreach (var name in new[] { "plan.csv", "plan.csv", "plan.csv", "sales.csv", "stranger.csv" })
        {
            await Store.BeginWriteAsync(name, true, "op", Cancel);
        }

        var begun = new DateTimeOffset(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);
        _amazon!.DateUploads(begun);
        HashSet<string> names = ["plan.csv", "sales.csv"];

        Assert.Equal(0, await Store.AbandonLostWritesAsync(names, begun, Cancel));
        Assert.Equal(4, await Store.AbandonLostWritesAsync(names, begun.AddMilliseconds(1), Cancel));
        Assert.Equal(1, _amazon.OpenUploads);
        Assert.Equal(0, await Store.AbandonLostWritesAsync(names, begun.AddMilliseconds(1), Cancel));
    }

    [Theory]
    [InlineData(403, "AccessDenied")]
    [InlineData(501, "NotImplemented")]
    public async Task Uploads_that_may_not_be_listed_are_left_alone(int status, string code)
    {
        await Store.BeginWriteAsync("plan.csv", true, "op", Cancel);
        _amazon!.Fail(1, status, code);

        Assert.Equal(0, await Store.AbandonLostWritesAsync(new HashSet<string> { "plan.csv" }, DateTimeOffset.MaxValue, Cancel));
        Assert.Equal(1, _amazon.OpenUploads);
    }

    [Fact]
    public async Task Many_parts_are_listed_in_pages()
    {
        var bytes = Bytes((3 * IDataStore.BlockBytes) + 1);

        await Store.WriteAsync("big.csv", bytes);

        await Store.MustHoldAsync(bytes, "big.csv", IDataStore.BlockBytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a", "b")]
    public async Task List_that_does_not_go_on_where_it_says_is_a_failure(params string[] markers)
    {
        var state = await Store.WriteBlocksAsync(await Store.BeginWriteAsync("sales.csv", overwrite: true, "op-1", Cancel), Bytes(10));
        foreach (var read in new Func<Task>[]
        {
            () => Store.FindAsync("*.csv", Cancel),
            () => Store.CompleteWriteAsync(state, Cancel),
            () => Store.AbandonLostWritesAsync(new HashSet<string> { "plan.csv" }, DateTimeOffset.MinValue, Cancel),
        })
        {
            var asked = 0;
            _amazon!.Fail(10, context =>
            {
                var marker = markers[asked++ % markers.Length];
                context.Response.ContentType = "application/xml";
                var next = marker.Length == 0
                    ? ""
                    : $"<NextContinuationToken>{marker}</NextContinuationToken><NextKeyMarker>{marker}</NextKeyMarker><NextPartNumberMarker>{marker[0] - 'a' + 1}</NextPartNumberMarker>";
                return context.Response.WriteAsync($"<List><IsTruncated>true</IsTruncated>{next}</List>", Cancel);
            });

            var fault = await read().MustFailAsync(StoreFault.Other);

            Assert.Contains("its list does not go on", fault.Message, StringComparison.Ordinal);
            Assert.InRange(asked, 1, 3);
            _amazon.Recover();
        }
    }

    [Fact]
    public async Task Answer_that_is_cut_off_is_asked_for_again()
    {
        await Store.WriteAsync("sales.csv", Bytes(100_000));
        var item = await Store.FindAsync("sales.csv", Cancel);
        _amazon!.CutNextObject();

        var chunks = await Store.ReadChunksAsync(item, null, 200_000);

        Assert.Equal(Bytes(100_000), Assert.Single(chunks).Bytes);
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("0", null)]
    [InlineData("99999999999", 3600)]
    [InlineData("nonsense", null)]
    public async Task Busy_service_that_asks_for_time_gets_it(string retryAfter, int? seconds)
    {
        await Store.WriteAsync("sales.csv", Bytes(10));
        _amazon!.Fail(20, context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        });

        var fault = await Store.FindAsync("sales.csv", Cancel).MustFailAsync(StoreFault.Unavailable);

        Assert.Equal(seconds, (int?)fault.RetryAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData(true, StoreFault.Other)]
    [InlineData(false, StoreFault.Unavailable)]
    public async Task Server_that_answers_a_part_with_the_whole_file_or_a_page_gives_no_bytes(bool hasETag, object expected)
    {
        await Store.WriteAsync("sales.csv", Bytes(1000));
        var item = await Store.FindAsync("sales.csv", Cancel);
        _amazon!.Fail(1, async context =>
        {
            context.Response.Headers.ETag = hasETag ? item.Version : default;
            await context.Response.Body.WriteAsync(Bytes(1000), Cancel);
        });

        await Store.ReadChunksAsync(item, "400", 400).MustFailAsync((StoreFault)expected);
    }

    [Fact]
    public async Task Server_that_answers_with_another_version_in_spite_of_the_condition_fails_the_read()
    {
        await Store.WriteAsync("sales.csv", Bytes(1000));
        var item = await Store.FindAsync("sales.csv", Cancel);
        _amazon!.Fail(1, async context =>
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ETag = "\"another\"";
            context.Response.Headers.ContentRange = "bytes 400-799/1000";
            await context.Response.Body.WriteAsync(Bytes(400), Cancel);
        });

        var fault = await Store.ReadChunksAsync(item, "400", 400).MustFailAsync(StoreFault.SourceChanged);
        Assert.Contains("changed or went away while it was read", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Busy_service_is_asked_again_and_is_unavailable_only_when_it_stays_so()
    {
        await Store.WriteAsync("sales.csv", Bytes(10));
        _amazon!.Fail(2, 503, "SlowDown");
        Assert.Equal(10, (await Store.FindAsync("sales.csv", Cancel)).Bytes);

        _amazon.Fail(20, 503, "SlowDown");
        var fault = await Store.FindAsync("sales.csv", Cancel).MustFailAsync(StoreFault.Unavailable);

        Assert.True(fault.IsTransient);
    }

    [Fact]
    public async Task Completion_whose_answer_is_lost_has_still_happened()
    {
        var state = await Store.WriteBlocksAsync(await Store.BeginWriteAsync("sales.csv", overwrite: false, "op-1", Cancel), Bytes(10));
        await Store.CompleteWriteAsync(state, Cancel);

        Assert.Equal("loads/sales.csv", await Reopen().CompleteWriteAsync(state, Cancel));
    }

    [Fact]
    public async Task Upload_that_was_given_up_there_fails_the_write()
    {
        var state = await Store.WriteBlocksAsync(await Store.BeginWriteAsync("sales.csv", overwrite: true, "op-1", Cancel), Bytes(10));
        await Store.AbandonWriteAsync(state, Cancel);

        var fault = await Store.CompleteWriteAsync(state, Cancel).MustFailAsync(StoreFault.Other);

        Assert.Contains("given up there", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_that_does_not_answer_is_unavailable()
    {
        using var nobody = new RefusingPort();
        await using var host = new StoreHost(("Targets:AmazonS3:ServiceUrl", $"http://127.0.0.1:{nobody.Number}"));

        await host.Open(new AmazonS3Settings("loads"), new AmazonS3Secret("a", "b")).FindAsync("sales.csv", Cancel).MustFailAsync(StoreFault.Unavailable);
    }

    private protected override IDataStore Reopen() => Open(FakeS3.Bucket, FakeS3.KeyId);

    private protected override IDataStore OpenWrongly() => Open(FakeS3.Bucket, "AKIDUNKNOWN");

    private protected override IDataStore OpenMissing() => Open("none", FakeS3.KeyId);

    private IDataStore Open(string bucket, string keyId) => _host!.Open(new AmazonS3Settings(bucket), new AmazonS3Secret(keyId, "secret"));
}
