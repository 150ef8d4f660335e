using System.Globalization;
using System.Text.RegularExpressions;

namespace FlowFunctions.Cli.Output;

/// <summary>
/// Characters that turn the direction of the text around them ("Trojan Source", CVE-2021-42574), in documents: as escapes, which JSON and the quoted scalars of YAML read back as the same
/// characters.
/// </summary>
internal static partial class Directions
{
    public static bool IsIn(string text) => Turning().IsMatch(text);

    /// <param name="document">In which they stand within quotation marks alone.</param>
    public static string Escape(string document) => Turning().Replace(document, match => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)match.Value[0]:x4}"));

    [GeneratedRegex(@"[\u202A-\u202E\u2066-\u2069]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Turning();
}
