using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;

namespace FlowFunctions.Infra.Tests.Alerts;

/// <summary>
/// Each alert's query, as it would be deployed, on rows of the shape that Application Insights stores: of a quiet day, of the fault, of two, and of words near it. The rows are made after the
/// sources of the Functions host and of its logger, and hold what the app logs; they were not taken from a subscription.
/// </summary>
public sealed partial class AlertQueryTests
{
    private const string Rules = "Microsoft.Insights/scheduledQueryRules";

    private static readonly DateTimeOffset Now = new(2026, 11, 28, 2, 15, 0, TimeSpan.Zero);

    private static readonly (string Alert, string[] Recordings, string[] Keys)[] Cases =
    [
        ("failed-runs", ["quiet-day"], []),
        ("failed-runs", ["quiet-day", "failed-run"], ["c4a6529012c7cb23b626cf4f2305a316"]),
        ("failed-runs", ["quiet-day", "two-failed-runs"], ["55c4b9b28f399c4cd840cf7c7ba6b8bc", "c4a6529012c7cb23b626cf4f2305a316"]),
        ("failed-runs", ["quiet-day", "broken-and-not-started-runs"], ["39457c2627f7d04f3efea12261b74093", "4b4a4dbd4c00387c685edd8fa3148293"]),
        ("failed-runs", ["quiet-day", "words-near-a-failure"], []),
        ("stuck-runs", ["quiet-day"], []),
        ("stuck-runs", ["quiet-day", "stuck-run"], ["9bc3f6ac561c6686488ed5b33b51cdc9"]),
        ("stuck-runs", ["quiet-day", "two-stuck-runs"], ["4da4b44be946844222b2f93b23f02f3e", "9bc3f6ac561c6686488ed5b33b51cdc9"]),
        ("stuck-runs", ["quiet-day", "lost-run"], ["405728ea574200da1d0e361e94864d99"]),
        ("stuck-runs", ["quiet-day", "long-runs"], []),
        ("stuck-runs", ["quiet-day", "words-near-a-failure"], []),
        ("poison-messages", ["quiet-day"], []),
        ("poison-messages", ["quiet-day", "given-up-run"], ["ab06c320aa1f894bdc0ffd965d6798da"]),
        ("poison-messages", ["quiet-day", "given-up-run-and-message"], ["29c1b289e7522195b362e44f54e05470", "ab06c320aa1f894bdc0ffd965d6798da"]),
        (
            "poison-messages",
            ["quiet-day", "moved-and-unread-messages"],
            ["of 4711 characters about the end of a run cannot be read", "on run-requests-poison is not a scheduled run; it is dropped.", "run-requests-poison"]
        ),
        ("poison-messages", ["quiet-day", "words-near-a-given-up-message"], []),
        ("poison-messages", ["quiet-day", "words-near-a-failure"], []),
        ("schedule-lag", ["quiet-day"], []),
        ("schedule-lag", ["quiet-day", "late-run"], ["43b73173d97a6efe6f9379025cd44323"]),
        ("schedule-lag", ["quiet-day", "late-run-and-missed-runs"], ["43b73173d97a6efe6f9379025cd44323", "4caf26dcce7efc160b346d944f78c90c"]),
        ("schedule-lag", ["quiet-day", "schedules-not-taken"], ["2c70e12b7a0646f92279f427c7b38e73", "3b21278178ed3463f3bde3a35f088caf"]),
        ("schedule-lag", ["quiet-day", "words-near-a-late-run"], []),
        ("schedules-silent", ["quiet-day"], []),
        ("schedules-silent", ["silent-schedules"], ["DispatchSchedules"]),
        ("schedules-silent", ["given-up-run"], ["DispatchSchedules"]),
    ];

    private static readonly Lazy<Task<IReadOnlyList<KqlAnswer>>> Answers = new(() => Kql.AskAsync(
        Cases.Select(one => new KqlQuestion(
            QueryOf(one.Alert),
            Now,
            XmlConvert.ToTimeSpan(RuleOf(one.Alert).TextAt("properties.windowSize")!).TotalSeconds,
            [.. one.Recordings.SelectMany(Kql.Rows)])),
        CancellationToken.None));

    public static TheoryData<string> Names => [.. Deployment.Prod.OfType(Rules).Select(NameOf)];

    public static TheoryData<string> Recordings => [.. Cases.SelectMany(one => one.Recordings).Distinct()];

    public static TheoryData<int, string, string> Numbered =>
        [.. Cases.Select((one, index) => new TheoryDataRow<int, string, string>(index, one.Alert, string.Join(" and ", one.Recordings)))];

    [Theory]
    [MemberData(nameof(Numbered))]
    public async Task Alert_tells_of_each_fault_by_its_own_key_and_of_nothing_else(int index, string alert, string recordings)
    {
        var answer = (await Answers.Value)[index];
        var dimension = Assert.Single(DimensionsOf(alert));

        Assert.True(answer.Faults.Count == 0, $"{alert} on {recordings}: {string.Join(' ', answer.Faults)}");
        Assert.Equal(Cases[index].Keys, answer.Rows!.Select(row => row.GetProperty(dimension).GetString()!).Order(StringComparer.Ordinal));
    }

    // azure-monitor-docs, alerts-create-log-alert-rule.md: "Dimensions can be only string or numeric columns."
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Dimensions_are_columns_of_text_or_numbers(string alert)
    {
        var answer = (await Answers.Value)[Array.FindIndex(Cases, one => one.Alert == alert)];

        Assert.NotEmpty(DimensionsOf(alert));
        Assert.All(DimensionsOf(alert), dimension => Assert.Contains(answer.Columns!, column => column.Name == dimension && column.Type is "string" or "long" or "int" or "real"));
        Assert.Contains(answer.Columns!, column => column is { Name: "timestamp", Type: "datetime" });
    }

    // azure-monitor-docs: alerts-log-query.md does not support search and union, and advises against limit and take; alerts-create-log-alert-rule.md lists the functions and the reserved word.
    [Theory]
    [MemberData(nameof(Names))]
    public void Query_has_nothing_that_log_alerts_do_not_support(string alert) => Assert.DoesNotMatch(Unsupported(), QueryOf(alert));

    [Fact]
    public void Each_alert_is_tried_on_a_quiet_day_and_on_a_fault() => Assert.All(Names, name =>
    {
        Assert.Contains(Cases, one => one.Alert == name.Data && one.Keys.Length == 0 && one.Recordings is ["quiet-day"]);
        Assert.Contains(Cases, one => one.Alert == name.Data && one.Keys.Length > 0);
    });

    /// <summary>What the app has not said is no test of an alert: lines of functions are those that the source logs, with the name of their event and at their level.</summary>
    [Theory]
    [MemberData(nameof(Recordings))]
    public void Recorded_lines_are_the_apps_own(string recording) => Assert.All(
        Kql.Rows(recording).Where(row => row.GetProperty("table").GetString() == "traces" && Category(row).EndsWith(".User", StringComparison.Ordinal)),
        row =>
        {
            var message = row.GetProperty("message").GetString()!;
            var lines = LoggedLine.All.Where(line => line.Matches(message)).ToList();

            Assert.True(lines.Count > 0, $"Nothing logs: {message}");
            Assert.Contains(lines, line => line.Level is null || line.Level == row.GetProperty("customDimensions").GetProperty("LogLevel").GetString());
            Assert.Contains(Category(row).Split('.')[1], LoggedLine.Functions);
        });

    private static string Category(JsonElement row) => row.GetProperty("customDimensions").GetProperty("Category").GetString()!;

    private static IEnumerable<string> DimensionsOf(string alert) =>
        RuleOf(alert).At("properties.criteria.allOf.0.dimensions").EnumerateArray().Select(dimension => dimension.GetProperty("name").GetString()!);

    private static string QueryOf(string alert) => RuleOf(alert).TextAt("properties.criteria.allOf.0.query")!;

    private static string NameOf(DeployedResource rule) => string.Join('-', rule.Name.Split('-')[^2..]);

    private static DeployedResource RuleOf(string alert) => Assert.Single(Deployment.Prod.OfType(Rules), rule => NameOf(rule) == alert);

    [GeneratedRegex(@"\b(union|search|limit|take)\b(?! *=)(?=[ (])|\b(bag_unpack|pivot|narrow)\b|\bAggregatedValue\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Unsupported();
}
