using System.Text.Json.Nodes;

namespace FlowFunctions.Cli.Tests.Copying;

/// <summary>From a scripted CloudWorks account, which pages, limits rates, and has what there is no counterpart for.</summary>
public sealed class CopyVerbTests : IAsyncLifetime
{
    private const string Connection = "0000000000000000000000000000c001";
    private const string One = "0000000000000000000000000000a001";
    private const string Two = "0000000000000000000000000000a002";
    private const string Odd = "0000000000000000000000000000a003";
    private const string Flow = "0000000000000000000000000000f001";
    private const string OddFlow = "0000000000000000000000000000f002";

    private ScriptedTool _tool = null!;
    private ScriptedApi _cloudWorks = null!;

    public async ValueTask InitializeAsync()
    {
        _tool = await ScriptedTool.StartAsync();
        _cloudWorks = await ScriptedApi.StartAsync();
        _tool.Set("FLOWS_FROM_KEY", "the-token");
        foreach (var (path, list) in new[] { ("integrationflows", "integrationFlows"), ("integrations", "integrations"), ("integrations/connections", "connections") })
            _tool.Api.On($"GET /2/0/{path}?limit=1000&offset=0", Page(list, total: 0));
        _tool.Api.On("POST /2/0/integrations/connections", $$"""{"connections":{"connectionId":"{{Connection}}"} }""")
            .On("POST /2/0/integrations", $$"""{"integration":{"integrationId":"{{Two}}"} }""")
            .On("POST /2/0/integrationflows", $$"""{"integrationFlow":{"integrationFlowId":"{{Flow}}"} }""")
            .On($"POST /2/0/integrations/{Two}/schedule", SampleAnswers.Success).On($"POST /2/0/integrations/{Flow}/schedule", SampleAnswers.Success);

        // The account answers fewer than were asked for, and has enough of it now and then.
        _cloudWorks.On("GET /2/0/integrations/connections?limit=1000&offset=0", Page("connections", 1, $$$"""{"connectionId":"{{{Connection}}}","connectionType":"AmazonS3","workspaceId":null,"body":{"name":"Bucket","bucketName":"plans"} }"""))
            .OnStatus("GET /2/0/integrations?limit=1000&offset=0", 429, """{"message":"Too many requests"}""", retryAfter: "1")
            .On("GET /2/0/integrations?limit=1000&offset=0", Page("integrations", 3, Named(One, "Load sales"), Named(Two, "Plan anew")))
            .On("GET /2/0/integrations?limit=1000&offset=2", Page("integrations", 3, Named(Odd, "Odd one")))
            .On("GET /2/0/integrationflows?limit=1000&offset=0", Page("integrationFlows", 2, $$"""{"id":"{{Flow}}","name":"Nightly"}""", $$"""{"id":"{{OddFlow}}","name":"Odd flow"}"""))
            .On($"GET /2/0/integrations/{One}", $$$"""{"integration":{"integrationId":"{{{One}}}","name":"Load sales","workspaceId":"w","modelId":"m","processId":null,"nuxVisible":false,"latestRun":{},"jobs":[{"type":"AmazonS3ToAnaplan","sources":[{"type":"AmazonS3","connectionId":"{{{Connection}}}","connectionName":"Bucket","isConnectionDeleted":false,"bucketName":"plans","file":"sales.csv"}],"targets":[{"type":"Anaplan","actionId":"112","fileId":"113"}]}]} }""")
            .OnStatus($"GET /2/0/integrations/{Two}", 429, """{"message":"Too many requests"}""", retryAfter: "2")
            .On($"GET /2/0/integrations/{Two}", $$$"""{"integration":{"integrationId":"{{{Two}}}","name":"Plan anew","workspaceId":"w","modelId":"m","processId":"118","schedule":{"name":"S","type":"daily","timezone":"UTC","time":"01:00","daysOfWeek":[],"startDate":"2026-12-01","status":"enabled"} } }""")
            .On($"GET /2/0/integrations/{Odd}", $$$"""{"integration":{"integrationId":"{{{Odd}}}","name":"Odd one","workspaceId":"w","modelId":"m","jobs":[{"type":"SftpToAnaplan","sources":[{"type":"Sftp"}],"targets":[{"type":"Anaplan","actionId":"1","fileId":"2"}]}]} }""")
            .On($"GET /2/0/integrationflows/{Flow}", FlowDocument(Flow, "Nightly", One, Two))
            .On($"GET /2/0/integrationflows/{OddFlow}", FlowDocument(OddFlow, "Odd flow", One, Odd))
            .On($"GET /2/0/integrations/{Flow}/schedule", SampleAnswers.Schedule);
    }

    public async ValueTask DisposeAsync()
    {
        await _tool.DisposeAsync();
        await _cloudWorks.DisposeAsync();
    }

    [Fact]
    public async Task Plan_says_what_comes_what_has_no_counterpart_and_which_secrets_it_needs()
    {
        const string KnownTypes = "AmazonS3ToAnaplan, AzureBlobToAnaplan, GoogleBigQueryToAnaplan, AnaplanToAmazonS3, AnaplanToAzureBlob, AnaplanToGoogleBigQuery";

        var run = await _tool.RunAsync("copy", "--from-server", _cloudWorks.Url, "--dry-run");

        Assert.Equal(ExitCode.Misuse, run.ExitCode);
        Assert.Equal(
            $"""
            the integration 'Odd one' has no counterpart here: jobs[0].type: Must be one of {KnownTypes}, but is 'SftpToAnaplan'.
            the flow 'Odd flow' has no counterpart here: It uses the integration 'Odd one', which does not come along.
            4 to create on {_tool.Api.Url}.
            flows: No value for BUCKET_ACCESS_KEY_ID, BUCKET_SECRET_ACCESS_KEY. Set environment variables of these names, or give --secrets FILE with lines of NAME=VALUE. Nothing was done.

            """,
            run.Error);
        Assert.Equal("+ create connection  Bucket\n+ create integration Load sales\n+ create integration Plan anew\n+ create flow        Nightly\n", run.Output);
        Assert.DoesNotContain(_tool.Api.Requests, request => request.Call.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Terminal_is_asked_for_the_secrets_that_nobody_has_given_before_the_plan_is_confirmed()
    {
        _tool.Set("BUCKET_ACCESS_KEY_ID", "id");
        var typed = new Queue<string>([" a secret = of \u00e4 letters "]);
        _tool.Type("y\n");
        _tool.Surroundings = _tool.Surroundings with { ReadHidden = typed.Dequeue };

        var run = await _tool.RunAsync("copy", "--from-server", _cloudWorks.Url);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            $"""
            One value is missing. Nothing of what you type is shown; Enter alone leaves one out.
            BUCKET_SECRET_ACCESS_KEY of the connection 'Bucket': 
            + create connection  Bucket
            + create integration Load sales
            + create integration Plan anew
            + create flow        Nightly
            4 to create on {_tool.Api.Url}.
            Do this on {_tool.Api.Url}? [y/N] created the connection 'Bucket'

            """,
            run.Error);
        Assert.Equal("a secret = of \u00e4 letters", (string?)_tool.Api.To("POST /2/0/integrations/connections").Single().Json["body"]!["secretAccessKey"]);
        Assert.DoesNotContain("letters", run.Error + run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Secrets_that_are_left_out_or_may_not_be_asked_for_are_told_at_once_and_nothing_is_done(bool asksNothing)
    {
        var asked = 0;
        _tool.Type("y\n");
        _tool.Surroundings = _tool.Surroundings with { ReadHidden = () => ++asked == 1 ? "" : null };

        var run = await _tool.RunAsync(["copy", "--from-server", _cloudWorks.Url, .. asksNothing ? ["--no-input"] : Array.Empty<string>()]);

        Assert.Equal((ExitCode.Misuse, asksNothing ? 0 : 2), (run.ExitCode, asked));
        Assert.EndsWith("flows: No value for BUCKET_ACCESS_KEY_ID, BUCKET_SECRET_ACCESS_KEY. Set environment variables of these names, or give --secrets FILE with lines of NAME=VALUE. Nothing was done.\n", run.Error);
        Assert.DoesNotContain(_tool.Api.Requests, request => request.Call.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Everything_comes_by_the_token_of_the_account_and_goes_by_the_key_of_the_server()
    {
        _tool.Set("BUCKET_ACCESS_KEY_ID", "id");
        _tool.Set("BUCKET_SECRET_ACCESS_KEY", "secret");

        var run = await _tool.RunAsync("copy", "--from-server", _cloudWorks.Url, "-o", "name");

        Assert.Equal((0, "Bucket\nLoad sales\nPlan anew\nNightly\n"), (run.ExitCode, run.Output));
        Assert.All(_cloudWorks.Requests, request => Assert.Equal((null, "AnaplanAuthToken the-token"), (request.Key, request.Authorization)));
        Assert.All(_tool.Api.Requests, request => Assert.Equal((ScriptedTool.Key, null), (request.Key, request.Authorization)));
        var connection = _tool.Api.To("POST /2/0/integrations/connections").Single().Json;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"type":"AmazonS3","body":{"name":"Bucket","bucketName":"plans","accessKeyId":"id","secretAccessKey":"secret"} }"""), connection), connection.ToJsonString());
        Assert.Equal(2, _tool.Api.To("POST /2/0/integrations").Count());
        Assert.Single(_tool.Api.To($"POST /2/0/integrations/{Flow}/schedule"));
        Assert.Single(_tool.Api.To($"POST /2/0/integrations/{Two}/schedule"));
    }

    [Fact]
    public async Task Without_a_key_for_the_other_server_this_ones_is_not_sent_there()
    {
        _tool.Set("FLOWS_FROM_KEY", null);

        var run = await _tool.RunAsync("copy", "--from-server", _cloudWorks.Url);

        Assert.Equal((ExitCode.NotAllowed, $"flows: There is no key for {_cloudWorks.Url}. Set FLOWS_FROM_KEY, or name a file with --from-key-file.\n"), (run.ExitCode, run.Error));
        Assert.Empty(_cloudWorks.Requests);
    }

    [Fact]
    public async Task Key_that_the_other_server_does_not_know_is_cured_by_the_options_of_that_server()
    {
        await using var source = await ScriptedApi.StartAsync();
        source.OnStatus($"GET /2/0/integrationflows{SampleAnswers.Lists}", 401, """{"message":"Unknown."}""");

        var run = await _tool.RunAsync("copy", "--from-server", source.Url);

        Assert.Equal(
            (ExitCode.NotAllowed, $"flows: {source.Url} does not know the key (FLOWS_FROM_KEY). Set FLOWS_FROM_KEY, or name a file with --from-key-file; whoever runs the server makes keys with 'flows keys new'.\n"),
            (run.ExitCode, run.Error));
    }

    private static string Named(string id, string name) => $$"""{"integrationId":"{{id}}","name":"{{name}}"}""";

    private static string FlowDocument(string id, string name, params string[] referrers) => new JsonObject
    {
        ["integrationFlow"] = new JsonObject
        {
            ["id"] = id,
            ["name"] = name,
            ["steps"] = new JsonArray([.. referrers.Select(referrer => (JsonNode)new JsonObject { ["referrer"] = referrer, ["isSkipped"] = false })]),
        },
    }.ToJsonString();

    private static string Page(string list, int total, params string[] items) =>
        $$$"""{"{{{list}}}":[{{{string.Join(',', items)}}}],"meta":{"paging":{"currentPageSize":{{{items.Length}}},"offset":0,"totalSize":{{{total}}} } } }""";
}
