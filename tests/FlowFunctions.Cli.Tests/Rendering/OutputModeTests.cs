using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Tests.Rendering;

public class OutputModeTests
{
    [Fact]
    public void Terminal_is_live() => Assert.True(IsLive(("TERM", "xterm-256color")));

    [Fact]
    public void Pipe_is_plain() => Assert.False(OutputMode.IsLive(isRedirected: true, _ => null));

    [Theory]
    [InlineData("TERM", "dumb")]
    [InlineData("NO_COLOR", "1")]
    [InlineData("CI", "true")]
    public void Terminal_that_asks_for_plain_text_gets_it(string name, string value) => Assert.False(IsLive((name, value)));

    [Fact]
    public void Empty_variable_asks_for_nothing() => Assert.True(IsLive(("NO_COLOR", "")));

    private static bool IsLive((string Name, string Value) variable) =>
        OutputMode.IsLive(isRedirected: false, name => name == variable.Name ? variable.Value : null);
}
