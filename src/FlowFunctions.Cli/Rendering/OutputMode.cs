namespace FlowFunctions.Cli.Rendering;

/// <summary>Whether the output may move and be coloured.</summary>
internal static class OutputMode
{
    /// <summary>
    /// True on a terminal that understands escape sequences. False in a pipe or a file, with TERM=dumb, in CI, and with NO_COLOR
    /// (https://no-color.org), which people set where they want nothing but text.
    /// </summary>
    public static bool IsLive(bool isRedirected, Func<string, string?> environment) =>
        !isRedirected
        && environment("TERM") is not "dumb"
        && string.IsNullOrEmpty(environment("NO_COLOR"))
        && string.IsNullOrEmpty(environment("CI"));
}
