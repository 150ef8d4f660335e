using System.Net;
using System.Text;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Api;

/// <summary>Requests that are wrong in ways that have a name; see the fuzz tests for those that have none.</summary>
[Needs(Need.Azurite)]
public class RobustnessTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, byte[]> BrokenBodies => new()
    {
        { "empty", [] },
        { "blank", "  \r\n"u8.ToArray() },
        { "cut off", "{\"name\":"u8.ToArray() },
        { "no object", "[]"u8.ToArray() },
        { "null", "null"u8.ToArray() },
        { "duplicate key", """{"name":"a","name":"b","endpoint":{"url":"http://localhost/"}}"""u8.ToArray() },
        { "both spellings", """{"name":"a","nux_visible":true,"nuxVisible":true,"endpoint":{"url":"http://localhost/"}}"""u8.ToArray() },
        { "invalid UTF-8", [.. "{\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8] },
        { "invalid UTF-8 in a name", [.. "{\""u8, 0xFF, .. "\":1}"u8] },
        { "half a surrogate pair", """{"name":"\ud800","endpoint":{"url":"http://localhost/"}}"""u8.ToArray() },
        { "half a surrogate pair in a name", """{"\ud800":1}"""u8.ToArray() },
        { "huge number", """{"name":"a","processId":1e999,"workspaceId":"w","modelId":"m"}"""u8.ToArray() },
        { "long number", Encoding.ASCII.GetBytes($$"""{"name":"a","processId":{{new string('9', 5000)}},"workspaceId":"w","modelId":"m"}""") },
        { "deep nesting", Encoding.ASCII.GetBytes(new string('[', 100_000)) },
        { "deep objects", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"name\":", 10_000))) },
        { "two documents", "{}{}"u8.ToArray() },
        { "comment", "{/* */}"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(BrokenBodies))]
    public async Task Body_that_cannot_be_read_is_400_for_every_call_that_takes_one(string fault, byte[] body)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var integration = await application.Client.CreateIntegrationAsync("Load");
        string[] calls = ["POST integrations", $"PUT integrations/{integration}", $"PATCH integrations/{integration}", "POST integrationflows", "POST integrationflows/validate"];

        foreach (var call in calls)
        {
            using var request = new HttpRequestMessage(new(call.Split(' ')[0]), "/2/0/" + call.Split(' ')[1]) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new("application/json");
            using var response = await application.Client.SendAsync(request, Cancel);

            var answer = await ApiAnswer.OfAsync(response);
            Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{call} with {fault}: {answer.Text}");
            answer.MustBeError(HttpStatusCode.BadRequest);
        }
    }

    [Theory]
    [InlineData("%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C%5C")]
    [InlineData("%3F%23%3F%23%3F%23%3F%23%3F%23%3F%23%3F%23%3F%23%3F%23%3F%23%3F%23%3F%23%3F%23%3F%23%3F%23%3F%23")]
    [InlineData("%F0%9F%9A%80%F0%9F%9A%80%F0%9F%9A%80%F0%9F%9A%80%F0%9F%9A%80%F0%9F%9A%80%F0%9F%9A%80%F0%9F%9A%80%F0%9F%9A%80%F0%9F%9A%80%F0%9F%9A%80%F0%9F%9A%80%F0%9F%9A%80%F0%9F%9A%80%F0%9F%9A%80%F0%9F%9A%80")]
    [InlineData("0193F0F0F0F0700080000000000000FF")]
    public async Task Id_of_characters_that_no_id_has_is_404(string id)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        string[] calls =
        [
            $"GET integrationflows/{id}", $"DELETE integrationflows/{id}", $"POST integrationflows/{id}/run", $"GET integrationflows/{id}/runs", $"GET integrationflows/{id}/runs/{id}",
            $"POST integrationflows/{id}/runs/{id}/cancel", $"POST integrationflows/{id}/runs/{id}/resume", $"GET integrations/{id}", $"DELETE integrations/{id}", $"POST integrations/{id}/run",
            $"GET integrations/runs/{id}", $"GET integrations/run/{id}", $"GET integrations/runerror/{id}", $"GET integrations/run/{id}/dump",
        ];

        foreach (var call in calls)
        {
            var answer = await application.Client.SendAsync(call.Split(' ')[0], call.Split(' ')[1]);
            Assert.True(answer.Status == HttpStatusCode.NotFound, $"{call}: {answer.Text}");
            answer.MustBeError(HttpStatusCode.NotFound);
        }
    }

    [Theory]
    [InlineData("snakecase")]
    [InlineData("SNAKE_CASE")]
    [InlineData("")]
    [InlineData("snake_case&naming=snake_case")]
    public async Task Unknown_naming_is_400_and_its_answer_in_the_usual_one(string naming)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var answer = await application.Client.SendAsync("GET", "integrationflows?naming=" + naming);

        Assert.Equal(["naming"], answer.MustBeError(HttpStatusCode.BadRequest).ErrorPaths);
        Assert.Contains("traceId", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Snake_case_is_in_every_answer_that_asks_for_it()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var ids = new[] { await application.Client.CreateIntegrationAsync("One"), await application.Client.CreateIntegrationAsync("Two") };

        var created = await application.Client.SendAsync("POST", "integrationflows?naming=snake_case", ApiClient.FlowBody("Flow", ids));
        var flow = created.MustBeOk().Json.GetProperty("integration_flow").GetProperty("integration_flow_id").GetString();
        var answers = new[]
        {
            (await application.Client.SendAsync("GET", $"integrationflows/{flow}?naming=snake_case")).MustBeOk(),
            (await application.Client.SendAsync("GET", "integrationflows?naming=snake_case")).MustBeOk(),
            (await application.Client.SendAsync("GET", "integrations?naming=snake_case")).MustBeOk(),
            (await application.Client.SendAsync("GET", $"integrations/{ids[0]}?naming=snake_case")).MustBeOk(),
            (await application.Client.SendAsync("GET", $"integrations/runs/{flow}?naming=snake_case")).MustBeOk(),
            await application.Client.SendAsync("GET", "nothing?naming=snake_case"),
        };

        Assert.All(answers, answer => Assert.DoesNotMatch("\"[a-z]+[A-Z][A-Za-z]*\":", answer.Text));
        Assert.Contains("trace_id", answers[^1].MustBeError(HttpStatusCode.NotFound).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*", HttpStatusCode.OK)]
    [InlineData("{tag}", HttpStatusCode.OK)]
    [InlineData("W/{tag}", HttpStatusCode.OK)]
    [InlineData("\"other\", {tag}", HttpStatusCode.OK)]
    [InlineData("\"other\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("\"other\", \"another\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("unquoted", HttpStatusCode.BadRequest)]
    [InlineData("\"open", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    public async Task If_match_is_honoured_in_all_its_forms(string header, HttpStatusCode expected)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await application.Client.CreateIntegrationAsync("Load");

        foreach (var method in new[] { "PUT", "PATCH", "DELETE" })
        {
            var tag = (await application.Client.SendAsync("GET", $"integrations/{id}")).Tag!;
            var value = header.Replace("{tag}", tag, StringComparison.Ordinal);
            var answer = await application.Client.SendAsync(method, $"integrations/{id}", method == "DELETE" ? null : ApiClient.IntegrationBody("Load"), ("If-Match", value));

            Assert.True(answer.Status == expected, $"{method} If-Match: {value}: {answer.Text}");
        }
    }

    [Theory]
    [InlineData("key with spaces and ; , = \"quotes\"")]
    [InlineData("../../other/partition?#%00")]
    [InlineData("kéy")]
    public async Task Idempotency_key_may_be_of_any_characters(string key)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var first = await application.Client.SendAsync("POST", "integrations", ApiClient.IntegrationBody("Load"), ("Idempotency-Key", key));
        var second = await application.Client.SendAsync("POST", "integrations", ApiClient.IntegrationBody("Load"), ("Idempotency-Key", key));

        Assert.Equal(first.MustBeOk().Text, second.MustBeOk().Text);
    }

    [Fact]
    public async Task History_of_a_flow_or_integration_is_a_list_like_any_other()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await application.Client.CreateIntegrationAsync("Load");

        var answer = (await application.Client.SendAsync("GET", $"integrations/runs/{id}?limit=7&offset=3")).MustBeOk();

        Assert.Equal("""{"currentPageSize":0,"offset":3,"totalSize":0}""", answer.Json.GetProperty("meta").GetProperty("paging").GetRawText());
        Assert.Equal("""{"runs":[]}""", answer.Json.GetProperty("history_of_runs").GetRawText());
    }
}
