namespace FlowFunctions.Cli.Tests.Verbs;

public class ListVerbTests
{
    private const string FlowsCall = $"GET /2/0/integrationflows{SampleAnswers.Lists}";

    [Fact]
    public async Task Table_in_a_pipe_is_not_cut_and_not_coloured()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll();

        var run = await tool.RunAsync("list");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            """
            NAME           LATEST RUN  STARTED (UTC)        STEPS  ID
            Nightly load   failure     2026-11-28 22:00:00      2  01a225a56b6f7abfbb1119ae5931f01e
            Weekly report  never run                            5  01a225a56b6f7abfbb1119ae5931f02e

            """,
            run.Output);
    }

    [Fact]
    public async Task Table_on_a_terminal_fits_and_has_its_states_in_colour()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll();
        tool.OnTerminal(width: 84);

        var run = await tool.RunAsync("list");

        Assert.Equal(
            "NAME           LATEST RUN  STARTED (UTC)        STEPS\n"
            + "Nightly load   \u001b[31mfailure\u001b[0m     2026-11-28 22:00:00      2\n"
            + "Weekly report  \u001b[90mnever run\u001b[0m                            5\n",
            run.Output);
    }

    [Theory]
    [InlineData(200, "NAME           LATEST RUN  STARTED (UTC)        STEPS  ID")]
    [InlineData(50, "NAME           LATEST RUN  STARTED (UTC)")]
    [InlineData(40, "NAME           LATEST RUN")]
    [InlineData(22, "NAME        LATEST RUN")]
    public async Task Narrower_terminals_leave_out_what_names_and_states_need_the_room_of(int width, string titles)
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll();
        tool.OnTerminal(width);

        var lines = (await tool.RunAsync("list")).Output.Split('\n');

        Assert.Equal(titles, lines[0]);
        Assert.All(lines, line => Assert.True(line.Replace("\u001b[31m", "", StringComparison.Ordinal).Replace("\u001b[90m", "", StringComparison.Ordinal).Replace("\u001b[0m", "", StringComparison.Ordinal).Length <= width, line));
    }

    [Theory]
    [InlineData("name", "Nightly load\nWeekly report\n")]
    [InlineData("tsv", "Nightly load\tfailure\t2026-11-28T22:00:00.000Z\t2\t01a225a56b6f7abfbb1119ae5931f01e\nWeekly report\tnever run\t\t5\t01a225a56b6f7abfbb1119ae5931f02e\n")]
    public async Task Formats_for_scripts_are_the_same_on_a_terminal(string format, string output)
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll();
        tool.OnTerminal(width: 20);

        Assert.Equal(output, (await tool.RunAsync("list", "-o", format)).Output);
    }

    [Fact]
    public async Task Json_is_one_document_with_all_that_the_server_says()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll();
        tool.OnTerminal(width: 20);

        var run = await tool.RunAsync("list", "connections", "-o", "json");

        var connection = Assert.Single(System.Text.Json.Nodes.JsonNode.Parse(run.Output)!.AsArray());
        Assert.Equal("plans", (string?)connection!["body"]!["storageAccountName"]);
    }

    [Fact]
    public async Task Nothing_is_an_empty_document_and_said_besides_for_people()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.On(FlowsCall, """{"integrationFlows":[],"meta":{"paging":{"currentPageSize":0,"offset":0,"totalSize":0} } }""");

        var (json, yaml, table) = (await tool.RunAsync("list", "-o", "json"), await tool.RunAsync("list", "-o", "yaml"), await tool.RunAsync("list"));

        Assert.Equal((0, "[]\n", ""), (json.ExitCode, json.Output, json.Error));
        Assert.Equal("[]\n", yaml.Output);
        Assert.Equal(("", $"No flows on {tool.Api.Url}.\n"), (table.Output, table.Error));
    }

    [Fact]
    public async Task Pages_are_the_servers_and_state_filters_what_comes()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api
            .On("GET /2/0/integrationflows?sortBy=name&myIntegrations=1&state=none&limit=1000&offset=0", Page(1000, 0, 1001))
            .On("GET /2/0/integrationflows?sortBy=name&myIntegrations=1&state=none&limit=1000&offset=1000", Page(1, 1000, 1001));

        var all = await tool.RunAsync("list", "--sort", "name", "--mine", "-o", "name", "--state", "never run");
        tool.Api.On("GET /2/0/integrationflows?limit=3&offset=7", Page(3, 7, 1001));
        var some = await tool.RunAsync("list", "--limit", "3", "--offset", "7", "-o", "name");

        Assert.Equal(1001, all.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("Flow 7\nFlow 8\nFlow 9\n", some.Output);
    }

    [Fact]
    public async Task Search_and_state_are_asked_of_the_server_and_hold_where_it_does_not_know_the_question()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.On("GET /2/0/integrationflows?state=failure&q=nightly%20l&limit=1000&offset=0", SampleAnswers.Flows);

        var found = await tool.RunAsync("list", "--search", "nightly l", "--state", "failure", "-o", "name");
        tool.Api.On("GET /2/0/integrationflows?q=nothing&limit=1000&offset=0", SampleAnswers.Flows);
        var none = await tool.RunAsync("list", "--search", "nothing");

        Assert.Equal("Nightly load\n", found.Output);
        Assert.Equal(("", $"No flows on {tool.Api.Url} with 'nothing' in the name.\n"), (none.Output, none.Error));
    }

    [Theory]
    [InlineData("list conections", "flows: 'conections' is none of flows, integrations and connections; did you mean 'connections'? See flows list --help.")]
    [InlineData("list -o jsn", "flows: --output is table, json, yaml, name, tsv, not 'jsn'; did you mean 'json'? See flows list --help.")]
    [InlineData("list --timeout soon", "flows: --timeout is a time such as 30s, 5m or 1h30m, at most 30d, not 'soon'. See flows list --help.")]
    [InlineData("list --limit 0", "flows: --limit is a number from 1 to 100000, not '0'. See flows list --help.")]
    public async Task Misuse_is_one_line_and_exit_code_2(string commandLine, string line)
    {
        await using var tool = await ScriptedTool.StartAsync();

        var run = await tool.RunAsync(commandLine.Split(' '));

        Assert.Equal((ExitCode.Misuse, "", line), (run.ExitCode, run.Output, run.Error.TrimEnd()));
        Assert.Empty(tool.Api.Requests);
    }

    private static string Page(int count, int offset, int total) =>
        $$$"""{"integrationFlows":[{{{string.Join(',', Enumerable.Range(offset, count).Select(Item))}}}],"meta":{"paging":{"currentPageSize":{{{count}}},"offset":{{{offset}}},"totalSize":{{{total}}} } } }""";

    private static string Item(int number) => $$"""{"id":"{{number:x32}}","name":"Flow {{number}}","stepsCount":2,"latestRun":{} }""";
}
