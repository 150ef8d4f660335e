using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace AnaplanSimulator.Tests;

public sealed class FileTests
{
    [Fact]
    public async Task Chunks_in_parallel_and_out_of_order_make_the_file()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        var chunks = Enumerable.Range(0, 12).Select(_ => RandomNumberGenerator.GetBytes(100_000)).ToList();
        await simulator.BeginAsync(TestModel.SalesFile, chunks.Count);

        var answers = await Task.WhenAll(chunks.Select((bytes, index) => (bytes, index)).Reverse().Select(chunk => chunk.index % 2 == 0
            ? simulator.PutAsync(TestModel.SalesFile, chunk.index, SimulatorUnderTest.Gzip(chunk.bytes), "application/x-gzip")
            : simulator.PutAsync(TestModel.SalesFile, chunk.index, chunk.bytes)));

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.NoContent, status));
        var whole = chunks.SelectMany(chunk => chunk).ToArray();
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(whole)), await simulator.Control.HashUploadAsync(TestModel.SalesFile));
        Assert.Equal(12, (await FileAsync(simulator)).ChunkCount);
    }

    [Fact]
    public async Task Each_taken_chunk_is_logged_with_the_hash_of_its_bytes()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        await simulator.UploadAsync(TestModel.SalesFile, "one", "two");
        await simulator.UploadAsync(TestModel.SalesFile, "three");

        Assert.Equal(
            [(1, 0, Hash("one")), (1, 1, Hash("two")), (2, 0, Hash("three"))],
            simulator.Control.Chunks.Select(chunk => (chunk.Upload, chunk.Chunk, chunk.Sha256)));
    }

    [Fact]
    public async Task Upload_of_unknown_length_is_whole_when_it_is_completed()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.BeginAsync(TestModel.SalesFile, -1);
        await simulator.PutAsync(TestModel.SalesFile, 1, "b"u8.ToArray());
        await simulator.PutAsync(TestModel.SalesFile, 0, "a"u8.ToArray());

        Assert.Null(await simulator.Control.HashUploadAsync(TestModel.SalesFile));
        Assert.Equal(HttpStatusCode.OK, await CompleteAsync(simulator));

        Assert.Equal(Hash("ab"), await simulator.Control.HashUploadAsync(TestModel.SalesFile));
        Assert.Equal(2, (await FileAsync(simulator)).ChunkCount);
        Assert.Equal(HttpStatusCode.OK, await CompleteAsync(simulator));
        Assert.Equal(HttpStatusCode.BadRequest, await simulator.PutAsync(TestModel.SalesFile, 2, "c"u8.ToArray()));
    }

    [Fact]
    public async Task Upload_with_a_gap_cannot_be_completed()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.BeginAsync(TestModel.SalesFile, -1);
        await simulator.PutAsync(TestModel.SalesFile, 1, "b"u8.ToArray());

        Assert.Equal(HttpStatusCode.BadRequest, await CompleteAsync(simulator));
    }

    [Fact]
    public async Task Chunk_that_comes_again_replaces_the_first()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.SalesFile, "one", "two");

        Assert.Equal(HttpStatusCode.NoContent, await simulator.PutAsync(TestModel.SalesFile, 0, "uno"u8.ToArray()));

        Assert.Equal(Hash("unotwo"), await simulator.Control.HashUploadAsync(TestModel.SalesFile));
    }

    [Fact]
    public async Task New_chunk_count_begins_an_empty_upload()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.SalesFile, "one");

        await simulator.BeginAsync(TestModel.SalesFile, 1);

        Assert.Null(await simulator.Control.HashUploadAsync(TestModel.SalesFile));
        Assert.Empty((await simulator.GetModelAsync($"/files/{TestModel.SalesFile}/chunks")).GetProperty("chunks").EnumerateArray());
    }

    [Fact]
    public async Task Small_file_may_come_in_one_request()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        Assert.Equal(HttpStatusCode.NoContent, await simulator.StatusAsync(HttpMethod.Put, $"/files/{TestModel.SalesFile}", SimulatorUnderTest.Bytes("small"u8.ToArray(), "application/octet-stream")));

        Assert.Equal(Hash("small"), await simulator.Control.HashUploadAsync(TestModel.SalesFile));
    }

    [Fact]
    public async Task Uploaded_chunks_can_be_listed_and_read()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.SalesFile, "one", "two");

        var chunks = (await simulator.GetModelAsync($"/files/{TestModel.SalesFile}/chunks")).GetProperty("chunks");

        Assert.Equal([("0", "Chunk 0"), ("1", "Chunk 1")], chunks.EnumerateArray().Select(chunk => (chunk.GetProperty("id").GetString()!, chunk.GetProperty("name").GetString()!)));
        Assert.Equal("two", await simulator.TextAsync($"/files/{TestModel.SalesFile}/chunks/1"));
        Assert.Equal(HttpStatusCode.NotFound, await simulator.StatusAsync(HttpMethod.Get, $"/files/{TestModel.SalesFile}/chunks/2"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData(1001)]
    public async Task Chunk_count_out_of_range_is_answered_400(int chunkCount)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, await simulator.BeginAsync(TestModel.SalesFile, chunkCount));
    }

    [Fact]
    public async Task Wrong_chunks_are_refused()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { MaxUploadChunkSize = 1000 });

        Assert.Equal(HttpStatusCode.BadRequest, await simulator.PutAsync(TestModel.SalesFile, 0, [1]));
        await simulator.BeginAsync(TestModel.SalesFile, 2);
        Assert.Equal(HttpStatusCode.BadRequest, await simulator.PutAsync(TestModel.SalesFile, 2, [1]));
        Assert.Equal(HttpStatusCode.BadRequest, await simulator.PutAsync(TestModel.SalesFile, 0, "no gzip"u8.ToArray(), "application/x-gzip"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await simulator.PutAsync(TestModel.SalesFile, 0, [1], "text/csv"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await simulator.PutAsync(TestModel.SalesFile, 0, SimulatorUnderTest.Gzip(new byte[1001]), "application/x-gzip"));
        Assert.Equal(HttpStatusCode.NoContent, await simulator.PutAsync(TestModel.SalesFile, 0, SimulatorUnderTest.Gzip(new byte[1000]), "application/x-gzip"));
        Assert.Equal(HttpStatusCode.NotFound, await simulator.BeginAsync("113000000099", 1));
        Assert.Single(simulator.Control.Chunks);
    }

    [Fact]
    public async Task Truncated_gzip_is_no_chunk()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.BeginAsync(TestModel.SalesFile, 1);
        var gzip = SimulatorUnderTest.Gzip(RandomNumberGenerator.GetBytes(50_000));

        Assert.Equal(HttpStatusCode.BadRequest, await simulator.PutAsync(TestModel.SalesFile, 0, gzip[..^20_000], "application/x-gzip"));
        Assert.Empty(simulator.Control.Chunks);
    }

    [Fact]
    public async Task File_is_not_uploaded_to_while_it_is_imported()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { Tasks = new() { Duration = TimeSpan.FromMinutes(1) } });
        await simulator.UploadAsync(TestModel.ProductsFile, "Code\nA\n");
        var task = await simulator.PostTaskAsync(TestModel.ProductsImport);
        await simulator.WaitForAsync(TestModel.ProductsImport, task, "IN_PROGRESS");

        await Wait.For(() => simulator.BeginAsync(TestModel.ProductsFile, 1), status => status == HttpStatusCode.Conflict);
        Assert.Equal(HttpStatusCode.Conflict, await simulator.PutAsync(TestModel.ProductsFile, 0, [1]));
        Assert.Equal(HttpStatusCode.OK, await simulator.BeginAsync(TestModel.SalesFile, 1));

        await Wait.Until(async () =>
        {
            simulator.Time.Advance(TimeSpan.FromSeconds(10));
            return await simulator.StateAsync(TestModel.ProductsImport, task) == "COMPLETE";
        });
        Assert.Equal(HttpStatusCode.OK, await simulator.BeginAsync(TestModel.ProductsFile, 1));
    }

    private static Task<HttpStatusCode> CompleteAsync(SimulatorUnderTest simulator) =>
        simulator.StatusAsync(HttpMethod.Post, $"/files/{TestModel.SalesFile}/complete", new { id = TestModel.SalesFile });

    private static async Task<(string Name, int ChunkCount)> FileAsync(SimulatorUnderTest simulator)
    {
        var file = (await simulator.GetModelAsync("/files")).GetProperty("files").EnumerateArray().Single(file => file.GetProperty("id").GetString() == TestModel.SalesFile);
        return (file.GetProperty("name").GetString()!, file.GetProperty("chunkCount").GetInt32());
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
