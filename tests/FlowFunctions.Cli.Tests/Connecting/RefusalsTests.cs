namespace FlowFunctions.Cli.Tests.Connecting;

public class RefusalsTests
{
    [Theory]
    [InlineData(401, "Unknown.", ExitCode.NotAllowed, "flows: {0} does not know the key (FLOWS_KEY). Set FLOWS_KEY, or name a file with --key-file; whoever runs the server makes keys with 'flows keys new'.")]
    [InlineData(403, "The role viewer of 'ann' does not allow this; it takes operator.", ExitCode.NotAllowed, "flows: The role viewer of 'ann' does not allow this; it takes operator. Use a key of that role.")]
    [InlineData(404, "No flow has this id.", ExitCode.NotFound, "flows: No flow has this id. See which there are: flows list")]
    [InlineData(409, "The flow is running.", ExitCode.Refused, "flows: The flow is running.")]
    [InlineData(500, "Defect.", ExitCode.Refused, "flows: {0} answered 500: Defect. This is a defect of the server; its log has it under trace t1.")]
    public async Task Refusal_is_one_line_with_the_cure_and_an_exit_code_of_its_own(int status, string message, int exitCode, string line)
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().OnStatus($"POST /2/0/integrationflows/{SampleAnswers.Flow}/run", status, $$"""{"message":"{{message}}","traceId":"t1"}""");

        var run = await tool.RunAsync("run", "Nightly load");

        Assert.Equal((exitCode, "", string.Format(line, tool.Api.Url)), (run.ExitCode, run.Output, run.Error.TrimEnd()));
    }

    [Fact]
    public async Task Every_problem_of_a_document_is_told_with_its_path()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().OnStatus("POST /2/0/integrationflows/validate", 400, """{"message":"two","errors":[{"path":"name","message":"Must not be empty."},{"path":"steps","message":"Too few."}]}""");

        var run = await tool.RunAsync("plan", "Nightly load");

        Assert.Equal((ExitCode.Refused, "flows: 2 problems:\n  name: Must not be empty.\n  steps: Too few.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Verbose_tells_the_exchange_without_the_key()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll();

        var run = await tool.RunAsync("list", "--verbose", "-o", "name");

        Assert.Equal("Nightly load\nWeekly report\n", run.Output);
        Assert.Contains($"GET {tool.Api.Url}/2/0/integrationflows?limit=1000&offset=0 -> 200 OK", run.Error);
        Assert.DoesNotContain(ScriptedTool.Key, run.Error);
    }
}
