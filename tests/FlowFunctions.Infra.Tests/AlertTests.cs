namespace FlowFunctions.Infra.Tests;

public class AlertTests
{
    private const string Rules = "Microsoft.Insights/scheduledQueryRules";

    private const string MetricRules = "Microsoft.Insights/metricAlerts";

    public static TheoryData<string> MetricNames => [.. Deployment.Everything.OfType(MetricRules).Select(MetricNameOf)];

    public static TheoryData<string> Names => [.. Deployment.Prod.OfType(Rules).Select(NameOf)];

    [Fact]
    public void People_are_paged_for_failed_and_stuck_runs_poison_messages_and_late_or_silent_schedules() =>
        Assert.Equal(["failed-runs", "poison-messages", "schedule-lag", "schedules-silent", "stuck-runs"], Deployment.Prod.OfType(Rules).Select(NameOf).Order());

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

    [Fact]
    public void People_are_paged_too_for_what_the_app_cannot_say_itself() => Assert.Equal(
        ["server-errors", "storage-throttled", "storage-unavailable", "unreachable"],
        Deployment.Everything.OfType(MetricRules).Select(MetricNameOf).Order());

    [Theory]
    [MemberData(nameof(MetricNames))]
    public void Metric_alert_says_what_to_do_and_reaches_somebody(string alert)
    {
        var rule = Assert.Single(Deployment.Everything.OfType(MetricRules), rule => MetricNameOf(rule) == alert);

        Assert.Contains($"\n### {alert}\n", Infra.Read("infra/docs/operations.md"), StringComparison.Ordinal);
        Assert.Contains("actionGroupId", rule.TextAt("properties.actions.0.actionGroupId"), StringComparison.Ordinal);

        // What is known only when it is there is an expression.
        Assert.All(
            rule.At("properties.scopes").EnumerateArray().Select(scope => scope.GetString()!).Where(scope => scope[0] != '['),
            scope => Assert.Contains(Deployment.Everything.Resources, resource => resource.Id == scope));
    }

    // https://learn.microsoft.com/azure/azure-monitor/app/availability: five places at least, and an alert for two fewer than there are.
    [Fact]
    public void Availability_is_asked_from_more_places_than_an_alert_needs()
    {
        var test = Deployment.Everything.Single("Microsoft.Insights/webtests");
        var alert = Assert.Single(Deployment.Everything.OfType(MetricRules), rule => MetricNameOf(rule) == "unreachable");
        var places = test.At("properties.Locations").EnumerateArray().Select(place => place.GetProperty("Id").GetString()).Distinct().Count();

        Assert.True(places >= 5);
        Assert.Equal(places - 2, alert.At("properties.criteria.failedLocationCount").GetInt32());
        Assert.Contains("/2/0/health", test.TextAt("properties.Request.RequestUrl"), StringComparison.Ordinal);
    }

    [Fact]
    public void Payers_are_told_before_and_when_a_month_costs_too_much()
    {
        var notifications = Deployment.Everything.Single("Microsoft.Consumption/budgets").At("properties.notifications").EnumerateObject().Select(one => one.Value).ToList();

        // https://learn.microsoft.com/rest/api/consumption/budgets/create-or-update: five notifications at most, thresholds from 0 to 1000 per cent.
        Assert.InRange(notifications.Count, 1, 5);
        Assert.All(notifications, one => Assert.True(one.GetProperty("contactEmails").GetArrayLength() > 0 && one.GetProperty("threshold").GetInt32() is > 0 and <= 1000));
        Assert.Contains(notifications, one => one.GetProperty("thresholdType").GetString() == "Forecasted");
    }

    /// <summary>Names are <c>alert-</c>, the installation's three parts, and what is wrong.</summary>
    private static string MetricNameOf(DeployedResource rule) => string.Join('-', rule.Name.Split('-')[4..]);

    private static string NameOf(DeployedResource rule) => string.Join('-', rule.Name.Split('-')[^2..]);

    private static DeployedResource RuleOf(string alert) => Assert.Single(Deployment.Prod.OfType(Rules), rule => NameOf(rule) == alert);
}
