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

    [Theory]
    [InlineData(200, "<html>Welcome</html>", null, ExitCode.NotReachable, "{0} answers 200 with text/html, which is not this product's answer.")]
    [InlineData(404, "<html>Nothing here</html>", null, ExitCode.NotReachable, "{0} answers 404 with text/html, which is not this product's answer.")]
    [InlineData(302, "", "https://login.example.com/?a=b", ExitCode.NotReachable, "{0} answers 302 with a redirect to https://login.example.com/?a=b, which is not this product's answer.")]
    [InlineData(403, "<html>Blocked</html>", null, ExitCode.NotAllowed, "{0} answers 403 with text/html, which is not this product's answer.")]
    public async Task Answer_of_somebody_else_is_told_as_such_and_never_as_not_found(int status, string body, string? location, int exitCode, string line)
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.OnStatus($"GET /2/0/integrationflows{SampleAnswers.Lists}", status, body).AsHtml(location);

        var run = await tool.RunAsync("list");

        Assert.Equal(
            (exitCode, "", $"flows: {string.Format(line, tool.Api.Url)} Check the address (--server, FLOWS_SERVER or the profile), and what is between: a sign-in, a proxy.\n"),
            (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task Server_without_TLS_is_told_as_such()
    {
        await using var tool = await ScriptedTool.StartAsync();

        var run = await tool.RunAsync("list", "--server", tool.Api.Url.Replace("http://", "https://", StringComparison.Ordinal));

        Assert.Equal((ExitCode.NotReachable, ""), (run.ExitCode, run.Output));
        Assert.Matches("^flows: https://.* cannot be reached by TLS: .*[^.]\\. Check whether it is https there, and its certificate\\.\n$", run.Error);
        Assert.DoesNotContain("inner exception", run.Error, StringComparison.Ordinal);
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
