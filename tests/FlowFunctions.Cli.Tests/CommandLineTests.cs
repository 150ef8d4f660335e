namespace FlowFunctions.Cli.Tests;

public class CommandLineTests
{
    [Theory]
    [InlineData("demo --port abc", "flows: --port is a number from 1 to 65535, not 'abc'. See flows demo --help.")]
    [InlineData("demo --port 0", "flows: --port is a number from 1 to 65535, not '0'. See flows demo --help.")]
    [InlineData("demo --port 65536", "flows: --port is a number from 1 to 65535, not '65536'. See flows demo --help.")]
    [InlineData("demo --port", "flows: Required argument missing for option: '--port'. See flows demo --help.")]
    [InlineData("demo --speed 0", "flows: --speed is a number from 0.1 to 100, not '0'. See flows demo --help.")]
    [InlineData("demo --speed 101", "flows: --speed is a number from 0.1 to 100, not '101'. See flows demo --help.")]
    [InlineData("demo --twice", "flows: 'flows demo' has no option '--twice'; it has --once, --port, --speed, --app. See flows demo --help.")]
    [InlineData("demo --onse", "flows: 'flows demo' has no option '--onse'; did you mean '--once'? See flows demo --help.")]
    [InlineData("demo now", "flows: 'now' means nothing to 'flows demo'. Leave it out; see flows demo --help.")]
    [InlineData("bogus", "flows: 'flows' has no verb 'bogus'; it has list, show, runs, run, watch, cancel, resume, schedule, plan, validate, export, diff, apply, copy, schema, delete, demo, keys, profile, doctor, serve, completion. See flows --help.")]
    [InlineData("dmo", "flows: 'flows' has no verb 'dmo'; did you mean 'flows demo'? See flows --help.")]
    [InlineData("--vers", "flows: 'flows' has no option '--vers'; did you mean '--version'? See flows --help.")]
    [InlineData("shwo", "flows: 'flows' has no verb 'shwo'; did you mean 'flows show'? See flows --help.")]
    [InlineData("keys nwe", "flows: 'flows keys' has no verb 'nwe'; did you mean 'flows keys new'? See flows keys --help.")]
    [InlineData("keys lst", "flows: 'flows keys' has no verb 'lst'; did you mean 'flows keys list'? See flows keys --help.")]
    [InlineData("keys new --name ann --role boss", "flows: --role is viewer, operator or editor, not 'boss'. See flows keys new --help.")]
    public async Task Wrong_command_line_is_one_line_with_the_cure_and_exit_code_2(string commandLine, string line)
    {
        var (exitCode, output, error) = await InvokeAsync(commandLine);

        Assert.Equal((2, "", line), (exitCode, output, error.TrimEnd()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("keys")]
    public async Task Without_a_verb_the_help_says_which_there_are(string commandLine)
    {
        var (exitCode, output, error) = await InvokeAsync(commandLine);

        Assert.Equal((2, ""), (exitCode, error));
        Assert.Contains("Commands:", output);
    }

    [Fact]
    public async Task Help_ends_with_examples()
    {
        var (exitCode, output, _) = await InvokeAsync("--help");

        Assert.Equal(0, exitCode);
        Assert.Contains("flows demo --once --speed 4 --port 8080", output);
    }

    [Fact]
    public void Demo_needs_no_options() => Assert.Empty(FlowsCommand.Create(ToolRun.Nowhere()).Parse("demo").Errors);

    private static async Task<(int ExitCode, string Output, string Error)> InvokeAsync(string commandLine)
    {
        var run = await ToolRun.OfAsync(ToolRun.Nowhere(), commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return (run.ExitCode, run.Output, run.Error);
    }
}
