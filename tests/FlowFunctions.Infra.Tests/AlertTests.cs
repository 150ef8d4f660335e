namespace FlowFunctions.Infra.Tests;

public class AlertTests
{
    private const string Rules = "Microsoft.Insights/scheduledQueryRules";

    public static TheoryData<string> Names => [.. Deployment.Prod.OfType(Rules).Select(NameOf)];

    [Fact]
    public void People_are_paged_for_failed_and_stuck_runs_poison_messages_and_late_schedules() =>
        Assert.Equal(["failed-runs", "poison-messages", "schedule-lag", "stuck-runs"], Deployment.Prod.OfType(Rules).Select(NameOf).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Alert_says_what_to_do(string alert) =>
        Assert.Contains($"\n### {alert}\n", Infra.Read("infra/docs/operations.md"), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void Alert_has_its_whole_query(string alert)
    {
        var query = RuleOf(alert).TextAt("properties.criteria.allOf.0.query")!;

        Assert.NotEmpty(query);

        // A parameter that nothing was put in for; @"…" is a string of the query language.
        Assert.DoesNotContain(query.Zip(query.Skip(1)), pair => pair is { First: '@', Second: not '"' });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Alert_reaches_somebody(string alert)
    {
        var group = Deployment.Prod.Single("Microsoft.Insights/actionGroups");

        Assert.Equal(group.Id, RuleOf(alert).TextAt("properties.actions.actionGroups.0"));
        Assert.True(group.At("properties.emailReceivers").GetArrayLength() > 0, "Nobody gets the alerts.");
    }

    // An alert that waits for words which nobody says any more never fires.
    [Theory]
    [InlineData("failed-runs", " broke.")]
    [InlineData("failed-runs", " could not be started.")]
    [InlineData("failed-runs", " ended as ")]
    [InlineData("stuck-runs", " ended as ")]
    [InlineData("stuck-runs", " is started ")]
    [InlineData("stuck-runs", "has no orchestration any more")]
    [InlineData("poison-messages", " is given up.")]
    [InlineData("poison-messages", "will not be tried again")]
    [InlineData("schedule-lag", " ms after its time.")]
    [InlineData("schedule-lag", " were missed, from ")]
    [InlineData("schedule-lag", "it is tried again in a minute.")]
    public void Alert_waits_for_words_that_the_app_logs(string alert, string words)
    {
        Assert.Contains(words, RuleOf(alert).TextAt("properties.criteria.allOf.0.query"), StringComparison.Ordinal);
        Assert.Contains(LoggedMessages(), message => message.Contains(words, StringComparison.Ordinal));
    }

    private static IEnumerable<string> LoggedMessages() =>
        Directory.EnumerateFiles(Path.Combine(Infra.Repository, "src/FlowFunctions"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines)
            .Where(line => line.Contains("[LoggerMessage(", StringComparison.Ordinal));

    private static string NameOf(DeployedResource rule) => string.Join('-', rule.Name.Split('-')[^2..]);

    private static DeployedResource RuleOf(string alert) => Assert.Single(Deployment.Prod.OfType(Rules), rule => NameOf(rule) == alert);
}
