namespace FlowFunctions.LocalHost.Emulator;

/// <summary>What a command line tool answered.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    private const int LinesShown = 5;

    /// <summary>The end of what it said, in one line, for an error message.</summary>
    public string LastLines
    {
        get
        {
            var said = Errors.Trim().Length > 0 ? Errors : Output;
            return string.Join(" | ", said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(LinesShown));
        }
    }
}
