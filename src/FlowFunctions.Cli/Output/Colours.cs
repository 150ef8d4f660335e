namespace FlowFunctions.Cli.Output;

/// <summary>The sixteen colours that every terminal has, in the theme of its user.</summary>
internal static class Colours
{
    public static string Of(string text, Tone tone) => tone switch
    {
        Tone.Quiet => $"\u001b[90m{text}\u001b[0m",
        Tone.Good => $"\u001b[32m{text}\u001b[0m",
        Tone.Warning => $"\u001b[33m{text}\u001b[0m",
        Tone.Bad => $"\u001b[31m{text}\u001b[0m",
        Tone.Active => $"\u001b[34m{text}\u001b[0m",
        _ => text,
    };
}
