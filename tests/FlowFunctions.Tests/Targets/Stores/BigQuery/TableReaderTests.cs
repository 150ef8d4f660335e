using System.Security.Cryptography;
using System.Text;
using FlowFunctions.Core.Runs;
using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Tests.Targets.Stores.BigQuery;

public sealed class TableReaderTests : BigQueryTestBase
{
    [Fact]
    public async Task Values_of_every_type_read_as_the_services_own_export_writes_them()
    {
        Google.Tables["t"] = new(
            [("text", "STRING", "NULLABLE"), ("n", "INTEGER", "REQUIRED"), ("at", "TIMESTAMP", ""), ("day", "DATE", ""), ("raw", "BYTES", ""), ("yes", "BOOLEAN", ""), ("f", "FLOAT", "")],
            [
                ["a \"quoted\", and\r\nbroken text", "-1", "1764000000250000", "2026-11-24", "AQI=", "true", "NaN"],
                ["", "0", "-62135596800000000", null, null, "false", "1.5E10"],
                [null, "9223372036854775807", "1764000000000000", null, "", null, null],
            ]);

        Assert.Equal(
            "text,n,at,day,raw,yes,f\r\n" +
            "\"a \"\"quoted\"\", and\r\nbroken text\",-1,2025-11-24 16:00:00.25 UTC,2026-11-24,AQI=,true,NaN\r\n" +
            "\"\",0,0001-01-01 00:00:00 UTC,,,false,1.5E10\r\n" +
            ",9223372036854775807,2025-11-24 16:00:00 UTC,,\"\",,\r\n",
            await ReadTextAsync("t"));
    }

    [Fact]
    public async Task Table_without_rows_is_its_header()
    {
        Google.Tables["t"] = FakeTable.Of(["name", "size"]);

        Assert.Equal("name,size\r\n", await ReadTextAsync("t"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(25)]
    [InlineData(10_000)]
    public async Task Read_goes_on_at_any_chunk_and_gives_the_same_bytes(int chunkBytes)
    {
        Google.Tables["t"] = FakeTable.Of(["name", "size"], [.. Enumerable.Range(0, 11).Select(row => new[] { $"name {row}", $"{row * row}" })]);
        var item = await Store.FindAsync("t", Cancel);
        var whole = await ReadTextAsync("t");

        var chunks = await Store.ReadChunksAsync(item, null, chunkBytes);

        Assert.Equal(whole, Encoding.UTF8.GetString([.. chunks.SelectMany(chunk => chunk.Bytes)]));
        Assert.All(chunks, chunk => Assert.EndsWith("\r\n", Encoding.UTF8.GetString(chunk.Bytes), StringComparison.Ordinal));
        for (var read = 1; read <= chunks.Count; read++)
        {
            var rest = await Open(Google.ServiceAccountKey).ReadChunksAsync(item, chunks[read - 1].Next, chunkBytes);
            Assert.Equal(chunks.Skip(read).Select(chunk => Encoding.UTF8.GetString(chunk.Bytes)), rest.Select(chunk => Encoding.UTF8.GetString(chunk.Bytes)));
        }
    }

    [Fact]
    public async Task Table_that_changes_while_it_is_read_fails_the_read_at_its_end_at_the_latest()
    {
        var table = FakeTable.Of(["name"], [.. Enumerable.Range(0, 7).Select(row => new[] { $"name {row}" })]);
        Google.Tables["t"] = table;
        var item = await Store.FindAsync("t", Cancel);
        await using var chunks = Store.ReadAsync(item, null, 20, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await chunks.MoveNextAsync());
        chunks.Current.Dispose();

        Google.Tables["t"] = table with { LastModified = table.LastModified + 1 };

        await DrainAsync().MustFailAsync(StoreFault.SourceChanged);
        await Store.ReadChunksAsync(item, "2", 20).MustFailAsync(StoreFault.SourceChanged);

        async Task DrainAsync()
        {
            while (await chunks.MoveNextAsync())
            {
                chunks.Current.Dispose();
            }
        }
    }

    [Fact]
    public async Task Missing_table_and_missing_dataset_are_told_apart()
    {
        var table = await Store.FindAsync("none", Cancel).MustFailAsync(StoreFault.Missing);
        var dataset = await Open(Google.ServiceAccountKey, "elsewhere").FindAsync("none", Cancel).MustFailAsync(StoreFault.Missing);

        Assert.Equal("The dataset 'sales' of the connection 'Warehouse' has no table 'none'; put it there or correct the integration's source.", table.Message);
        Assert.Contains("'elsewhere' of the connection 'Warehouse' does not exist", dataset.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task View_and_nested_columns_are_refused_before_anything_is_read()
    {
        Google.Tables["view"] = FakeTable.Of(["a"]) with { Type = "VIEW" };
        Google.Tables["lists"] = new([("a", "STRING", ""), ("many", "STRING", "REPEATED")], []);
        Google.Tables["records"] = new([("one", "RECORD", "NULLABLE")], []);

        Assert.Contains("of the kind VIEW", (await Store.FindAsync("view", Cancel).MustFailAsync(StoreFault.Other)).Message, StringComparison.Ordinal);
        Assert.Contains("column 'many' holds lists", (await Store.FindAsync("lists", Cancel).MustFailAsync(StoreFault.Other)).Message, StringComparison.Ordinal);
        Assert.Contains("column 'one' holds records", (await Store.FindAsync("records", Cancel).MustFailAsync(StoreFault.Other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_of_another_account_is_refused()
    {
        using var other = RSA.Create(2048);

        var fault = await Open(FakeBigQuery.KeyOf(other)).FindAsync("t", Cancel).MustFailAsync(StoreFault.Refused);

        Assert.Equal(RunErrorCodes.ConnectionRefused, fault.ErrorCode);
        Assert.Contains("invalid_grant", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_that_is_none_is_refused_and_not_repeated()
    {
        var fault = Assert.Throws<StoreException>(() => Open(new(Google.ServiceAccountKey) { ["private_key"] = "canary" }));

        Assert.Equal(StoreFault.Refused, fault.Fault);
        Assert.DoesNotContain("canary", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_is_asked_for_once_and_again_when_it_is_withdrawn()
    {
        Google.Tables["t"] = FakeTable.Of(["a"], ["1"]);
        await ReadTextAsync("t");
        await ReadTextAsync("t");
        Assert.Equal(1, Google.TokensGiven);

        Google.WithdrawTokens();

        Assert.Equal("a\r\n1\r\n", await ReadTextAsync("t"));
        Assert.Equal(1, Google.TokensGiven);
    }

    [Theory]
    [InlineData(503, "backendError")]
    [InlineData(429, "rateLimitExceeded")]
    [InlineData(403, "rateLimitExceeded")]
    public async Task Busy_service_is_asked_again_and_is_unavailable_only_when_it_stays_so(int status, string reason)
    {
        Google.Tables["t"] = FakeTable.Of(["a"], ["1"]);
        Google.Fail(2, status, reason);
        Assert.Equal("a\r\n1\r\n", await ReadTextAsync("t"));

        Google.Fail(20, status, reason);
        Assert.True((await Store.FindAsync("t", Cancel).MustFailAsync(StoreFault.Unavailable)).IsTransient);
    }

    [Fact]
    public async Task Account_without_the_permission_is_refused_with_what_google_says()
    {
        Google.Fail(1, 403, "accessDenied");

        Assert.Contains("It is accessDenied", (await Store.FindAsync("t", Cancel).MustFailAsync(StoreFault.Refused)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_that_breaks_is_tried_again()
    {
        Google.Tables["t"] = FakeTable.Of(["a"], ["1"]);
        Google.Cut(0);

        Assert.Equal("a\r\n1\r\n", await ReadTextAsync("t"));
    }
}
