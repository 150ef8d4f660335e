namespace FlowFunctions.Cli.Tests;

/// <summary>What a shell makes of a command that people are told.</summary>
internal static class CommandLineWords
{
    /// <summary>Its words with quotes resolved, up to the shell's own signs.</summary>
    public static IReadOnlyList<string> Of(string command)
    {
        var words = new List<string>();
        foreach (var part in command.Trim().Split('\'').Index())
        {
            if (part.Index % 2 == 1)
                words[^1] += part.Item;
            else
                words.AddRange(part.Item.Split(' '));
        }

        var whole = words.Where(word => word.Length > 0).ToList();
        var end = whole.FindIndex(word => word is "|" or ">" or ">>" or "<" or "||" or "2>" or "&&");
        return end < 0 ? whole : whole[..end];
    }
}
