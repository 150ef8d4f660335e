using System.Diagnostics;

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
    [InlineData("zsh", "if [ \"$funcstack[1]\" = _flows ]; then\n    _flows\nfi\n")]
    [InlineData("fish", "complete -f -c flows")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName flows")]
    public async Task Each_shell_has_a_script_that_asks_the_parser(string shell, string line)
    {
        var run = await ToolRun.OfAsync(ToolRun.Nowhere(), "completion", shell);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(line, run.Output);
        Assert.Contains("[suggest:", run.Output);
    }

    [Fact]
    public async Task Words_of_other_systems_are_not_suggested()
    {
        const string Line = "flows list ";

        var run = await ToolRun.OfAsync(ToolRun.Nowhere(), $"[suggest:{Line.Length}]", Line);

        Assert.Contains("--state\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('/', run.Output);
    }

    [Fact]
    public async Task Bash_gets_a_word_with_a_space_as_one_word()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no bash.");
        var completion = (await ToolRun.OfAsync(ToolRun.Nowhere(), "completion", "bash")).Output;
        const string Press = """
            flows() { printf 'never run\nfailure\n'; }
            COMP_LINE='flows list --state ' COMP_POINT=19 COMP_WORDS=(flows list --state '') COMP_CWORD=3
            _flows
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        using var bash = Process.Start(new ProcessStartInfo("bash", ["--norc", "-c", $"{completion}\n{Press}"]) { UseShellExecute = false, RedirectStandardOutput = true })!;

        Assert.Equal("never\\ run\nfailure\n", await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
