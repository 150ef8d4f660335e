namespace FlowFunctions.Cli.Tests.Verbs;

public class DeleteVerbTests
{
    private const string Call = $"DELETE /2/0/integrationflows/{SampleAnswers.Flow}";

    [Theory]
    [InlineData("nightly load\n", 0, 1)]
    [InlineData("y\n", ExitCode.Misuse, 0)]
    [InlineData("", ExitCode.Misuse, 0)]
    public async Task Name_is_asked_for(string typed, int exitCode, int deletions)
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On(Call, SampleAnswers.Success);
        tool.Type(typed);

        Assert.Equal(exitCode, (await tool.RunAsync("delete", "flow/Nightly load")).ExitCode);
        Assert.Equal(deletions, tool.Api.To(Call).Count());
    }

    [Fact]
    public async Task Nobody_is_guessed_for()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On(Call, SampleAnswers.Success);

        var piped = await tool.RunAsync("delete", "flow/Nightly load");
        tool.Type("Nightly load\n");
        var silenced = await tool.RunAsync("delete", "flow/Nightly load", "--no-input");
        var told = await tool.RunAsync("delete", "flow/Nightly load", "--yes");

        Assert.Equal((ExitCode.Misuse, ExitCode.Misuse, 0), (piped.ExitCode, silenced.ExitCode, told.ExitCode));
        Assert.Single(tool.Api.To(Call));
        Assert.Equal("the flow 'Nightly load' is deleted.\n", told.Error);
    }
}
