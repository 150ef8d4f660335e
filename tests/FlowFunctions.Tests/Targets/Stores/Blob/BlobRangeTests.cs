using FlowFunctions.Core.Connections;
using FlowFunctions.Targets.Stores;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Tests.Targets.Stores.Blob;

/// <summary>What a server between here and a container may make of a read.</summary>
public sealed class BlobRangeTests
{
    private const string ETag = "\"0x8D\"";

    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 1000).Select(index => (byte)index)];
    private static readonly SourceItem Item = new("sales.csv", ETag, Bytes.Length);

    [Fact]
    public async Task Parts_that_are_what_was_asked_for_are_the_file()
    {
        var read = await ReadAsync(AnswerAsync);

        Assert.Equal(Bytes, read);
    }

    [Theory]
    [InlineData(ETag, StoreFault.Other)]
    [InlineData("\"0x8E\"", StoreFault.SourceChanged)]
    [InlineData(null, StoreFault.Unavailable)]
    public async Task Server_that_answers_a_part_with_the_whole_gives_no_bytes(string? etag, object expected) =>
        await ReadAsync(async context =>
        {
            context.Response.Headers.ETag = etag;
            await context.Response.Body.WriteAsync(Bytes);
        }).MustFailAsync((StoreFault)expected);

    [Fact]
    public async Task Server_that_begins_at_the_start_where_a_cut_answer_is_gone_on_with_gives_no_bytes()
    {
        var requests = 0;

        await ReadAsync(async context =>
        {
            if (Interlocked.Increment(ref requests) > 1)
            {
                context.Response.Headers.ETag = ETag;
                await context.Response.Body.WriteAsync(Bytes);
                return;
            }

            context.Response.StatusCode = 206;
            context.Response.Headers.ETag = ETag;
            context.Response.Headers.ContentRange = "bytes 0-399/1000";
            context.Response.ContentLength = 400;
            await context.Response.Body.WriteAsync(Bytes.AsMemory(0, 100));
            await context.Response.Body.FlushAsync();
            context.Abort();
        }).MustFailAsync(StoreFault.Other);

        Assert.Equal(2, requests);
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var range = context.Request.Headers["x-ms-range"].ToString()["bytes=".Length..].Split('-').Select(int.Parse).ToList();
        context.Response.StatusCode = 206;
        context.Response.Headers.ETag = ETag;
        context.Response.Headers.ContentRange = $"bytes {range[0]}-{range[1]}/{Bytes.Length}";
        await context.Response.Body.WriteAsync(Bytes.AsMemory(range[0], range[1] - range[0] + 1));
    }

    private static async Task<byte[]> ReadAsync(RequestDelegate answer)
    {
        await using var server = await Server.StartAsync(answer);
        await using var host = new StoreHost(("Targets:AzureBlob:ServiceAddress", $"{server.Url}/{{account}}"));
        var store = host.Open(new AzureBlobSettings("acme", "loads"), new AzureBlobSecret("sv=1&sig=a"));
        var chunks = await store.ReadChunksAsync(Item, from: null, chunkBytes: 400);
        return [.. chunks.SelectMany(chunk => chunk.Bytes)];
    }

    private sealed class Server(RequestDelegate answer) : LoopbackServer
    {
        public static Task<Server> StartAsync(RequestDelegate answer) => StartAsync(new Server(answer));

        protected override Task HandleAsync(HttpContext context) => answer(context);
    }
}
