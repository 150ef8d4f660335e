using System.Text.Json.Nodes;

namespace FlowFunctions.Cli.Tests.Browsing;

/// <summary>--web, and the address of the page that verbs tell.</summary>
public sealed class WebOptionTests : IAsyncLifetime
{
    private const string Code = "POST /2/0/caller/codes";
    private const string RunPath = $"/2/0/integrationflows/{SampleAnswers.Flow}/runs/{SampleAnswers.Run}";

    private readonly List<Uri> _opened = [];
    private ScriptedTool _tool = null!;

    public async ValueTask InitializeAsync()
    {
        _tool = await ScriptedTool.StartAsync();
        _tool.Api.AnswerAll()
            .On(Code, """{"code":{"code":"a-code","expiresAt":"2026-11-28T22:05:00.000Z"} }""")
            .On($"POST /2/0/integrationflows/{SampleAnswers.Flow}/run", $$"""{"run":{"id":"{{SampleAnswers.Run}}"} }""")
            .On($"POST {RunPath}/resume", $$"""{"run":{"id":"{{SampleAnswers.Run}}"} }""")
            .On($"GET {RunPath}", SampleAnswers.RunDocument())
            .On($"GET /2/0/integrations/{SampleAnswers.Sales}", $$"""{"integration":{"integrationId":"{{SampleAnswers.Sales}}","name":"Load sales"} }""");
        _tool.Surroundings = _tool.Surroundings with { OpenPageAsync = (page, _) => Open(page, isThere: true) };
    }

    public ValueTask DisposeAsync() => _tool.DisposeAsync();

    [Theory]
    [InlineData($"flows/{SampleAnswers.Flow}", "show", "flow/Nightly load")]
    [InlineData($"integrations/{SampleAnswers.Sales}", "show", "integration/Load sales")]
    [InlineData($"connections/{SampleAnswers.Connection}", "show", "connection/Planning files")]
    [InlineData($"flows/{SampleAnswers.Flow}/runs", "runs", "Nightly load")]
    [InlineData($"flows/{SampleAnswers.Flow}/runs/{SampleAnswers.Run}", "runs", "Nightly load", "latest")]
    [InlineData($"flows/{SampleAnswers.Flow}/runs/{SampleAnswers.Run}", "watch", "Nightly load")]
    [InlineData($"flows/{SampleAnswers.Flow}/runs/{SampleAnswers.Run}", "run", "Nightly load")]
    [InlineData($"flows/{SampleAnswers.Flow}/runs/{SampleAnswers.Run}", "resume", "Nightly load")]
    public async Task Web_opens_what_the_verb_works_on_signed_in(string page, params string[] arguments)
    {
        var run = await _tool.RunAsync([.. arguments, "--web"]);

        Assert.Equal([new Uri($"{_tool.Api.Url}/{page}#code=a-code")], _opened);
        Assert.DoesNotContain("a-code", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Equal("", _tool.Api.To(Code).Single().Body);
    }

    [Fact]
    public async Task Without_web_nothing_is_opened_and_no_code_made()
    {
        await _tool.RunAsync("run", "Nightly load", "--watch");

        Assert.Empty(_opened);
        Assert.Empty(_tool.Api.To(Code));
    }

    [Fact]
    public async Task Page_of_a_run_is_said_beside_the_data_and_is_in_documents()
    {
        var page = $"{_tool.Api.Url}/flows/{SampleAnswers.Flow}/runs/{SampleAnswers.Run}";

        var (run, document, watch, latest) = (await _tool.RunAsync("run", "Nightly load"), await _tool.RunAsync("run", "Nightly load", "-o", "json"), await _tool.RunAsync("watch", "Nightly load"), await _tool.RunAsync("runs", "Nightly load", "latest"));

        Assert.Equal(($"{SampleAnswers.Run}\n", true), (run.Output, run.Error.EndsWith($"See it at {page}\n", StringComparison.Ordinal)));
        Assert.Equal(page, (string?)JsonNode.Parse(document.Output)!["page"]);
        Assert.Equal($"See it at {page}\n", watch.Error);
        Assert.Contains($"\n  {page}\n", latest.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json", "json")]
    [InlineData("tsv", "tsv")]
    public async Task Without_a_browser_the_address_is_said_without_the_code_and_the_data_is_as_ever(string format, string withoutWeb)
    {
        _tool.Surroundings = _tool.Surroundings with { OpenPageAsync = (page, _) => Open(page, isThere: false) };

        var run = await _tool.RunAsync("runs", "Nightly load", "--web", "-o", format);

        Assert.Equal((0, $"There is no browser to open here; the page is {_tool.Api.Url}/flows/{SampleAnswers.Flow}/runs\n"), (run.ExitCode, run.Error));
        Assert.Equal((await _tool.RunAsync("runs", "Nightly load", "-o", withoutWeb)).Output, run.Output);
    }

    [Theory]
    [InlineData(403, "A code is made with a key alone.")]
    [InlineData(404, "There is nothing at /2/0/caller/codes.")]
    public async Task Who_gets_no_code_signs_in_at_the_page(int status, string message)
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().OnStatus(Code, status, $$"""{"message":"{{message}}"}""");
        tool.Surroundings = tool.Surroundings with { OpenPageAsync = (page, _) => Open(page, isThere: true) };

        var run = await tool.RunAsync("show", "flow/Nightly load", "--web", "-o", "name");

        Assert.Equal((0, "Nightly load\n", ""), (run.ExitCode, run.Output, run.Error));
        Assert.Equal([new Uri($"{tool.Api.Url}/flows/{SampleAnswers.Flow}")], _opened);
    }

    [Fact]
    public async Task Quiet_says_nothing_beside_the_data()
    {
        var (run, watch, missing) = (await _tool.RunAsync("run", "Nightly load", "-q"), await _tool.RunAsync("watch", "Nightly load", "-q", "-o", "name"), await _tool.RunAsync("show", "None", "-q"));

        Assert.Equal((0, $"{SampleAnswers.Run}\n", ""), (run.ExitCode, run.Output, run.Error));
        Assert.Equal((ExitCode.Failed, $"{SampleAnswers.Run}\n", ""), (watch.ExitCode, watch.Output, watch.Error));
        Assert.StartsWith("flows: There is no", missing.Error);
    }

    private Task<bool> Open(Uri page, bool isThere)
    {
        _opened.Add(page);
        return Task.FromResult(isThere);
    }
}
