using System.Text.RegularExpressions;

namespace FlowFunctions.Infra.Tests.Deploying;

/// <summary>What infra/docs says to whoever deploys leads somewhere.</summary>
public partial class HandbookTests
{
    public static TheoryData<string> Pages => ["README.md", "host-json.md", "operations.md", "reading.md", "scale.md", "telemetry.md"];

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

    // What nobody has read of, nobody sets: production without a budget, alerts without an address.
    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public void Variable_of_a_parameter_file_is_explained_where_somebody_deploys(string installation) =>
        Assert.All(Variables(installation), name =>
        {
            Assert.Contains(name, Section("Deploy"), StringComparison.Ordinal);
            Assert.Contains(name, Infra.Read("infra/deploy.sh").Split("\nTEXT\n")[0], StringComparison.Ordinal);
            Assert.Contains(name, Infra.Read("infra/deploy.ps1").Split("#>")[0], StringComparison.Ordinal);
        });

    // azd sets those that tell who deploys by itself; where to, and what kind of principal a pipeline is, somebody has to say (azure-dev, cli/azd/docs/environment-variables.md).
    [Fact]
    public void Variable_that_azd_is_to_be_told_is_explained()
    {
        var hooks = Infra.Read("azure.yaml").Split('"')
            .Where(word => word.StartsWith("$AZURE_", StringComparison.Ordinal) && !word.EndsWith("_URI", StringComparison.Ordinal))
            .Select(word => word[1..]);

        Assert.All(
            Variables("azd").Concat(hooks).Where(name => name is not ("AZURE_ENV_NAME" or "AZURE_PRINCIPAL_ID")),
            name => Assert.Contains(name, Section("Deploy"), StringComparison.Ordinal));
    }

    // Locks and the role outlive what deploys them; a lock keeps its resource from being deleted, and so the group.
    [Fact]
    public void Taking_down_names_each_lock_and_the_role_that_is_left_behind()
    {
        var section = Section("Take down");
        var locks = Deployment.Prod.OfType("Microsoft.Authorization/locks");
        var role = Deployment.Prod.Single("Microsoft.Authorization/roleDefinitions").TextAt("properties.roleName")!;

        Assert.NotEmpty(locks);
        Assert.All(locks, kept => Assert.Contains($"az lock delete --name {kept.Name.Split('/')[^1]} ", section, StringComparison.Ordinal));
        Assert.Equal(locks.Count, section.Split("az lock delete").Length - 1);
        Assert.Contains($"'{role[..role.IndexOf(" (", StringComparison.Ordinal)]}'", section, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Variables(string installation) =>
        Infra.Read($"infra/main.{installation}.bicepparam").Split("readEnvironmentVariable('")[1..].Select(call => call.Split('\'')[0]).Distinct();

    private static string Section(string heading) => Infra.Read("infra/docs/operations.md").Split($"\n## {heading}\n")[1].Split("\n## ")[0];

    private static bool Leads(string folder, string page, string target)
    {
        var parts = target.Split('#');
        var path = Path.Combine(folder, parts[0].Length == 0 ? page : parts[0]);
        return parts.Length == 1
            ? File.Exists(path) || Directory.Exists(path)
            : File.Exists(path) && File.ReadLines(path).Any(line => line.StartsWith('#') && Anchor(line) == parts[1]);
    }

    private static string Anchor(string heading) => heading.TrimStart('#').Trim().ToLowerInvariant().Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Link();
}
