using System.Text.RegularExpressions;

namespace FlowFunctions.Dashboard.Tests.Stage;

/// <summary>Of what the page shows, where it is not known to the letter.</summary>
internal static class Pattern
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public static Regex Of(string pattern) => new(pattern, RegexOptions.None, Longest);
}
