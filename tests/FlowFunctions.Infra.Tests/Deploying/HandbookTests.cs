using System.Text.RegularExpressions;

namespace FlowFunctions.Infra.Tests.Deploying;

/// <summary>What infra/docs says to whoever deploys leads somewhere.</summary>
public partial class HandbookTests
{
    public static TheoryData<string> Pages => ["README.md", "operations.md"];

    [Fact]
    public void Each_of_the_twelve_sentences_has_its_source_at_Microsoft()
    {
        var sentences = Infra.Read("infra/docs/README.md").Split("\n## ")[0].Split('\n').Where(line => line.Length > 0 && char.IsAsciiDigit(line[0])).ToList();

        Assert.Equal(12, sentences.Count);
        Assert.All(sentences, sentence => Assert.Contains("](https://learn.microsoft.com/", sentence, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Link_leads_to_a_file_and_a_heading_of_the_repository(string page)
    {
        var folder = Path.Combine(Infra.Repository, "infra/docs");
        var broken = Link().Matches(File.ReadAllText(Path.Combine(folder, page))).Select(match => match.Groups["target"].Value)
            .Where(target => !target.StartsWith("https://", StringComparison.Ordinal) && !Leads(folder, page, target));

        Assert.Empty(broken);
    }

    private static bool Leads(string folder, string page, string target)
    {
        var parts = target.Split('#');
        var path = Path.Combine(folder, parts[0].Length == 0 ? page : parts[0]);
        return parts.Length == 1
            ? File.Exists(path) || Directory.Exists(path)
            : File.Exists(path) && File.ReadLines(path).Any(line => line.StartsWith('#') && Anchor(line) == parts[1]);
    }

    private static string Anchor(string heading) => heading.TrimStart('#').Trim().ToLowerInvariant().Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
