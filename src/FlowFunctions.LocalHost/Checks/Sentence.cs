namespace FlowFunctions.LocalHost.Checks;

/// <summary>Brings what an exception says into one line.</summary>
internal static class Sentence
{
    private const int LongestMessage = 400;

    /// <summary>The message without line breaks, with a stop at its end; cut where somebody has put a page into it.</summary>
    public static string Of(Exception fault) => Of(fault.Message);

    /// <summary>What it says first, where the rest is for whoever wrote it.</summary>
    public static string First(Exception fault)
    {
        var line = Of(fault);
        return line.IndexOf(". ", StringComparison.Ordinal) is var end and >= 0 ? line[..(end + 1)] : line;
    }

    public static string Of(string message)
    {
        var line = string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        var text = line.Length > LongestMessage ? $"{line[..LongestMessage]}…" : line;
        return text.Length == 0 || text[^1] is '.' or '…' or '!' or '?' ? text : $"{text}.";
    }
}
