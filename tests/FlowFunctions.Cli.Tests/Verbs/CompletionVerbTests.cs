namespace FlowFunctions.Cli.Tests.Verbs;

public class CompletionVerbTests
{
    [Theory]
    [InlineData("flows wat", "watch")]
    [InlineData("flows list -o js", "json")]
    [InlineData("flows list con", "connections")]
    [InlineData("flows schedule en", "enable")]
    public async Task Parser_suggests_what_can_follow(string line, string suggestion)
    {
        var run = await ToolRun.OfAsync(ToolRun.Nowhere(), $"[suggest:{line.Length}]", line);

        Assert.Equal(suggestion, run.Output.Trim());
    }

    [Theory]
    [InlineData("bash", "complete -F _flows flows")]
    [InlineData("zsh", "compdef _flows flows")]
    [InlineData("fish", "complete -f -c flows")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName flows")]
    public async Task Each_shell_has_a_script_that_asks_the_parser(string shell, string line)
    {
        var run = await ToolRun.OfAsync(ToolRun.Nowhere(), "completion", shell);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(line, run.Output);
        Assert.Contains("[suggest:", run.Output);
    }
}
