namespace FlowFunctions.Cli.Output;

/// <summary>How a word is coloured on a terminal; the word says the same without it.</summary>
internal enum Tone
{
    Plain,
    Quiet,
    Good,
    Warning,
    Bad,
    Active,
}
