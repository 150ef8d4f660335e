using System.Text;

namespace FlowFunctions.Cli.Rendering;

/// <summary>A line typed on the terminal without being shown there: a secret.</summary>
internal static class HiddenLine
{
    /// <summary>Reads to Enter. Backspace takes the last character back, Ctrl-U all of them; Ctrl-D on an empty line ends the input.</summary>
    /// <returns>Null where the input has ended.</returns>
    public static string? Read() => Read(() => Console.ReadKey(intercept: true));

    /// <param name="readKey">The next key.</param>
    public static string? Read(Func<ConsoleKeyInfo> readKey)
    {
        var typed = new StringBuilder();
        while (true)
        {
            switch (readKey())
            {
                case { Key: ConsoleKey.Enter }:
                    return typed.ToString();
                case { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } when typed.Length == 0:
                    return null;
                case { Key: ConsoleKey.U, Modifiers: ConsoleModifiers.Control }:
                    typed.Clear();
                    break;
                case { Key: ConsoleKey.Backspace }:
                    typed.Length = Math.Max(0, typed.Length - 1);
                    break;
                case { KeyChar: var letter } when !char.IsControl(letter):
                    typed.Append(letter);
                    break;
            }
        }
    }
}
