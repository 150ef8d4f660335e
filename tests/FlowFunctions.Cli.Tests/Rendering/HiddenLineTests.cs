using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Tests.Rendering;

public class HiddenLineTests
{
    [Theory]
    [InlineData("s3cret=\u00e4\r", "s3cret=\u00e4")]
    [InlineData("abx\b\bc\r", "ac")]
    [InlineData("\b\bab\r", "ab")]
    [InlineData("wrong\u0015right\r", "right")]
    [InlineData("a\tb\u001b\u0004c\r", "abc")]
    [InlineData("\r", "")]
    [InlineData("\u0004", null)]
    public void What_is_typed_can_be_corrected_until_enter(string typed, string? line)
    {
        var keys = new Queue<char>(typed);

        Assert.Equal(line, HiddenLine.Read(() => KeyOf(keys.Dequeue())));
        Assert.Empty(keys);
    }

    /// <summary>As terminals give them.</summary>
    private static ConsoleKeyInfo KeyOf(char letter) => letter switch
    {
        '\r' => new(letter, ConsoleKey.Enter, shift: false, alt: false, control: false),
        '\b' => new(letter, ConsoleKey.Backspace, shift: false, alt: false, control: false),
        < (char)27 => new(letter, (ConsoleKey)(letter + '@'), shift: false, alt: false, control: true),
        _ => new(letter, ConsoleKey.None, shift: false, alt: false, control: false),
    };
}
