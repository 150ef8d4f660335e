namespace FlowFunctions.LocalHost.Checks;

/// <summary>Brings what an exception says into one line.</summary>
internal static class Sentence
{
    private const int LongestMessage = 400;

    /// <summary>The message without line breaks, with a stop at its end; cut where somebody has put a page into it.</summary>
    public static string Of(Exception fault) => Of(fault.Message);

    public static string Of(string message)
    {
        var line = string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        var text = line.Length > LongestMessage ? $"{line[..LongestMessage]}…" : line;
        return text.Length == 0 || text[^1] is '.' or '…' or '!' or '?' ? text : $"{text}.";
    }
}
