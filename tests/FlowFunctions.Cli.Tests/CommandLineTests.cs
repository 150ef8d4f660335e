using System.CommandLine;

namespace FlowFunctions.Cli.Tests;

public class CommandLineTests
{
    [Theory]
    [InlineData("demo --port 0", "--port")]
    [InlineData("demo --port 65536", "--port")]
    [InlineData("demo --speed 0", "--speed")]
    [InlineData("demo --speed 101", "--speed")]
    [InlineData("demo --twice", "--twice")]
    public async Task Wrong_option_is_an_error_that_names_it(string commandLine, string named)
    {
        var (exitCode, _, error) = await InvokeAsync(commandLine);

        Assert.Equal(1, exitCode);
        Assert.Contains(named, error);
    }

    [Fact]
    public async Task Help_ends_with_examples()
    {
        var (exitCode, output, _) = await InvokeAsync("--help");

        Assert.Equal(0, exitCode);
        Assert.Contains("flows demo --once --speed 4 --port 8080", output);
    }

    [Fact]
    public void Demo_needs_no_options() => Assert.Empty(FlowsCommand.Create(TimeProvider.System).Parse("demo").Errors);

    private static async Task<(int ExitCode, string Output, string Error)> InvokeAsync(string commandLine)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var configuration = new InvocationConfiguration { Output = output, Error = error };
        var exitCode = await FlowsCommand.Create(TimeProvider.System).Parse(commandLine).InvokeAsync(configuration);
        return (exitCode, output.ToString(), error.ToString());
    }
}
