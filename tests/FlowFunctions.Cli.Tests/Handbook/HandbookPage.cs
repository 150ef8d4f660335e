using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace FlowFunctions.Cli.Tests.Handbook;

/// <summary>A page that tells people commands: the README, or one of docs/.</summary>
/// <param name="Path">Within the repository.</param>
internal sealed partial record HandbookPage(string Path)
{
    public static string Root { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(FolderOfThis(), "..", "..", ".."));

    /// <summary>README first, then the others by name.</summary>
    public static IReadOnlyList<HandbookPage> All { get; } =
    [
        new("README.md"),
        .. Directory.GetFiles(System.IO.Path.Combine(Root, "docs"), "*.md").Order(StringComparer.Ordinal).Select(file => new HandbookPage(System.IO.Path.GetRelativePath(Root, file))),
    ];

    public string Text => File.ReadAllText(System.IO.Path.Combine(Root, Path));

    /// <summary>The blocks of commands, in their order.</summary>
    public IEnumerable<string> Scripts => Block().Matches(Text).Where(block => block.Groups["language"].Value == "bash").Select(block => block.Groups["content"].Value);

    /// <summary>Commands of the tool within sentences and tables.</summary>
    public IEnumerable<string> Mentions => Inline().Matches(Block().Replace(Text, "")).Select(code => code.Groups["code"].Value).Where(code => code.StartsWith("flows ", StringComparison.Ordinal));

    public override string ToString() => Path;

    private static string FolderOfThis([CallerFilePath] string path = "") => System.IO.Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"^ *```(?<language>\w*)\n(?<content>.*?)^ *```", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Block();

    [GeneratedRegex(@"`(?<code>[^`\n]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Inline();
}
