using System.Reflection;
using System.Text.RegularExpressions;

namespace FlowFunctions.Tests.Architecture;

/// <summary>
/// The README and the handbook in docs/: short ways that lead somewhere, nothing twice; the configuration table says what there is to configure, all of it, and nothing that is gone.
/// </summary>
public sealed partial class HandbookTests
{
    private const int MostLines = 200;

    /// <summary>Shorter lines, such as a bracket or a table's head, may be on several pages.</summary>
    private const int LeastSentence = 60;

    private static readonly string Configuration = Text("docs/operating.md");

    public static TheoryData<string> Pages { get; } =
        ["README.md", .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void README_is_short() => Assert.InRange(Text("README.md").Split('\n').Length, 1, MostLines);

    [Fact]
    public void README_leads_to_every_page() =>
        Assert.All(Pages.Where(page => page.Data != "README.md"), page => Assert.Contains($"]({page.Data})", Text("README.md"), StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Link_leads_to_a_file_and_a_heading(string page)
    {
        var broken = from match in Link().Matches(Text(page))
                     let target = match.Groups["target"].Value
                     where !target.StartsWith("http", StringComparison.Ordinal) && !Leads(page, target)
                     select target;

        Assert.Empty(broken);
    }

    [Fact]
    public void Nothing_is_said_twice()
    {
        var sentences = from page in Pages
                        from line in Text(page.Data).Split('\n')
                        let sentence = line.Trim()
                        where sentence.Length >= LeastSentence
                        group page.Data by sentence into said
                        where said.Count() > 1
                        select $"{string.Join(" and ", said)}: {said.Key}";

        Assert.Empty(sentences);
    }

    [Fact]
    public void Every_option_stands_in_the_configuration_table()
    {
        var missing = Options().Where(setting => !Configuration.Contains($"| `{setting}` |", StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_setting_of_an_options_section_in_the_configuration_table_exists()
    {
        var known = Options().ToList();
        var sections = known.Select(setting => setting[..setting.IndexOf(':', StringComparison.Ordinal)]).ToHashSet(StringComparer.Ordinal);
        var listed = from line in Configuration.Split('\n')
                     where line.StartsWith("| `", StringComparison.Ordinal)
                     let setting = line[3..line.IndexOf('`', 3)]
                     let colon = setting.IndexOf(':', StringComparison.Ordinal)
                     where colon > 0 && sections.Contains(setting[..colon]) && setting != "Flows:TaskHub"
                     select setting;

        Assert.Empty(listed.Except(known, StringComparer.Ordinal));
    }

    private static IEnumerable<string> Options() =>
        from type in Assembly.Load("FlowFunctions").GetTypes()
        let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)
        where section is { IsLiteral: true } && type.Name.EndsWith("Options", StringComparison.Ordinal)
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        select $"{section.GetRawConstantValue()}:{property.Name}";

    private static string Text(string page) => File.ReadAllText(Path.Combine(Repository.Root, page));

    private static bool Leads(string page, string target)
    {
        var parts = target.Split('#');
        var path = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
        var whole = Path.Combine(Repository.Root, path);
        return parts.Length == 1
            ? File.Exists(whole) || Directory.Exists(whole)
            : File.Exists(whole) && File.ReadLines(whole).Any(line => line.StartsWith('#') && Anchor(line) == parts[1]);
    }

    /// <summary>As GitHub makes it.</summary>
    private static string Anchor(string heading) => NoLetter().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex NoLetter();
}
