using System.Security.Cryptography;
using System.Text;
using FlowFunctions.Core.Runs;
using FlowFunctions.Outgoing;
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
        await Open(FakeBigQuery.KeyOf(other)).CheckAsync(Cancel).MustFailAsync(StoreFault.Refused);
        Assert.True((await Store.CheckAsync(Cancel)).Works);

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

    public static TheoryData<string, string> EmptyAnswers => new()
    {
        { "application/json", "{}" },
        { "application/json", "null" },
        { "application/json", "[]" },
        { "application/json", """{"totalRows":"7"}""" },
        { "application/json", """{"totalRows":"7","rows":[]}""" },
        { "application/json", """{"totalRows":"7","rows":[{"f":[]}]}""" },
        { "application/json", """{"totalRows":"7","rows":[{}]}""" },
        { "application/json", """{"rows":[{"f":[{"v":"1"}]}]}""" },
        { "text/html", "<html>Maintenance</html>" },
        { "text/plain", "" },
    };

    [Theory]
    [MemberData(nameof(EmptyAnswers))]
    public async Task Page_that_says_nothing_of_the_rows_is_asked_for_again_and_is_no_end_of_the_table(string contentType, string body)
    {
        var table = FakeTable.Of(["name"], [.. Enumerable.Range(0, 7).Select(row => new[] { $"name {row}" })]);
        Google.Tables["t"] = table;
        var whole = await ReadTextAsync("t");
        var item = await Store.FindAsync("t", Cancel);
        await using var chunks = Store.ReadAsync(item, null, 1, Cancel).GetAsyncEnumerator(Cancel);
        var text = new StringBuilder();
        for (var read = 0; await chunks.MoveNextAsync(); read++)
        {
            text.Append(Encoding.UTF8.GetString(chunks.Current.Bytes.Span));
            chunks.Current.Dispose();
            if (read == 2)
            {
                // The first page ends here.
                Google.Answer(1, 200, contentType, body);
            }
        }

        Assert.Equal(whole, text.ToString());
    }

    [Fact]
    public async Task Pages_that_stay_empty_are_a_failure_and_no_short_file()
    {
        Google.Tables["t"] = FakeTable.Of(["name"], ["1"], ["2"], ["3"], ["4"]);
        var item = await Store.FindAsync("t", Cancel);
        await using var chunks = Store.ReadAsync(item, null, 1, Cancel).GetAsyncEnumerator(Cancel);
        for (var read = 0; read < 3; read++)
        {
            Assert.True(await chunks.MoveNextAsync());
            chunks.Current.Dispose();
        }

        Google.Answer(20, 200, "application/json", "{}");

        var fault = await chunks.MoveNextAsync().AsTask().MustFailAsync(StoreFault.Unavailable);
        Assert.Contains("answers 200 without what was asked for", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":"TABLE"}""")]
    [InlineData("<html></html>")]
    public async Task Answer_that_describes_no_table_is_no_table_without_rows(string body)
    {
        Google.Tables["t"] = FakeTable.Of(["a"], ["1"]);
        Google.Answer(1, 200, body[0] == '{' ? "application/json" : "text/html", body);

        Assert.Equal("a\r\n1\r\n", await ReadTextAsync("t"));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(0)]
    public async Task Table_that_says_another_number_of_rows_than_it_lists_is_a_failure_that_says_both(int said)
    {
        Google.Tables["t"] = FakeTable.Of(["a"], ["1"], ["2"], ["3"], ["4"]) with { SaidRows = said };

        var fault = await ReadTextAsync("t").MustFailAsync(StoreFault.Other);

        Assert.Contains($"it has {said} rows, and 4 are listed", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_that_rows_are_streamed_into_is_read_by_what_it_lists()
    {
        Google.Tables["t"] = FakeTable.Of(["a"], ["1"], ["2"]) with { SaidRows = 1, IsStreamed = true };

        Assert.Equal("a\r\n1\r\n2\r\n", await ReadTextAsync("t"));
    }

    [Theory]
    [InlineData(200, "application/json", "")]
    [InlineData(200, "application/json", "null")]
    [InlineData(200, "application/json", "[]")]
    [InlineData(200, "application/json", "{}")]
    [InlineData(200, "application/json", """{"access_token":null}""")]
    [InlineData(200, "text/html", "<html>Sign in</html>")]
    [InlineData(302, "text/html", "")]
    [InlineData(400, "text/html", "<html>Bad Request</html>")]
    [InlineData(403, "text/html", "<html>Blocked</html>")]
    [InlineData(403, "application/json", """{"error":{"code":403,"message":"Blocked"}}""")]
    [InlineData(400, "application/json", """{"error":"internal_failure"}""")]
    [InlineData(404, "text/plain", "no such page")]
    [InlineData(408, "text/plain", "")]
    [InlineData(429, "application/json", """{"error":"rate_limit_exceeded"}""")]
    [InlineData(503, "text/html", "<html></html>")]
    public async Task Answer_about_no_token_says_nothing_of_the_credentials_and_is_asked_for_again(int status, string contentType, string body)
    {
        Google.Tables["t"] = FakeTable.Of(["a"], ["1"]);
        Google.AnswerForTokens(1, status, contentType, body);

        Assert.Equal("a\r\n1\r\n", await ReadTextAsync("t"));
    }

    [Fact]
    public async Task Address_for_tokens_that_stays_silent_about_them_leaves_the_store_unavailable()
    {
        Google.AnswerForTokens(20, 302, "text/html", "");

        var fault = await Store.FindAsync("t", Cancel).MustFailAsync(StoreFault.Unavailable);

        Assert.Contains("answers 302 with neither a token nor a reason", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "invalid_grant")]
    [InlineData(401, "invalid_client")]
    [InlineData(403, "access_denied")]
    public async Task Refusal_of_a_token_in_the_words_of_its_protocol_is_final(int status, string error)
    {
        Google.AnswerForTokens(1, status, "application/json", $$"""{"error":"{{error}}"}""");

        Assert.Contains(error, (await Store.FindAsync("t", Cancel).MustFailAsync(StoreFault.Refused)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_about_a_token_in_a_charset_that_nobody_knows_is_read_all_the_same()
    {
        Google.Tables["t"] = FakeTable.Of(["a"], ["1"]);
        Google.AnswerForTokens(1, 200, "application/json; charset=bogus", """{"access_token":"old","expires_in":3600,"token_type":"Bearer"}""");
        Google.AnswerForTokens(1, 403, "application/json; charset=bogus", """{"error":"access_denied"}""");

        // The first token is none that the service knows, so that another one is asked for.
        Assert.Contains("access_denied", (await Store.FindAsync("t", Cancel).MustFailAsync(StoreFault.Refused)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task Page_of_a_proxy_is_neither_a_refusal_nor_a_missing_table(int status)
    {
        Google.Tables["t"] = FakeTable.Of(["a"], ["1"]);
        Google.Answer(1, status, "text/html", "<html>Sign in</html>");

        Assert.Equal("a\r\n1\r\n", await ReadTextAsync("t"));
    }

    [Fact]
    public async Task Answer_without_an_end_is_a_failure_that_names_the_bound()
    {
        Google.Answer(1, 200, "application/json", "\"" + new string('x', AnswerJson.MaximumBytes) + "\"");

        var fault = await Store.FindAsync("t", Cancel).MustFailAsync(StoreFault.Other);

        Assert.Contains("more than 64 MiB", fault.Message, StringComparison.Ordinal);
    }
}
