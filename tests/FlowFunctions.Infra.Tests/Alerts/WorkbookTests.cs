using System.Text.Json;
using System.Text.RegularExpressions;
using FlowFunctions.Telemetry;

namespace FlowFunctions.Infra.Tests.Alerts;

/// <summary>The workbook's queries are read by the portal's parser, answered from rows of the shape that is stored, and ask for what the app sends.</summary>
public sealed partial class WorkbookTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 2, 15, 0, TimeSpan.Zero);

    private static readonly IReadOnlyList<JsonElement> Items =
    [
        .. JsonDocument.Parse(Deployment.Prod.Single("Microsoft.Insights/workbooks").TextAt("properties.serializedData")!).RootElement.GetProperty("items").EnumerateArray()
            .Where(item => item.GetProperty("type").GetInt32() == 3),
    ];

    private static readonly Lazy<Task<IReadOnlyList<KqlAnswer>>> Answers = new(() => Kql.AskAsync(
        Items.Select(item => new KqlQuestion(QueryOf(item), Now, 86_400, [.. Kql.Rows("quiet-day"), .. Kql.Rows("metrics"), .. Kql.Rows("outside-of-invocations")])),
        CancellationToken.None));

    public static TheoryData<string, string> Charts => new()
    {
        { "runs", "outcome=failure timestamp=2026-11-28T01:00:00.000Z runs=1; outcome=success timestamp=2026-11-28T01:00:00.000Z runs=3; outcome=success timestamp=2026-11-28T02:00:00.000Z runs=2" },
        { "active", "timestamp=2026-11-28T01:55:00.000Z active=4; timestamp=2026-11-28T02:00:00.000Z active=1" },
        { "failures", "flow=Nightly load step=Load products code=1007 failures=1 lastSeen=2026-11-28T01:57:00.000Z" },
        { "durations", "subject=flow outcome=failure ended=1 average=240 longest=240; subject=flow outcome=success ended=4 average=90 longest=180; subject=step outcome=success ended=8 average=10 longest=40" },
        { "waiting", "model=0123456789abcdef0123456789abcdef steps=4 average=30 longest=90" },
        { "lateness", "timestamp=2026-11-28T02:00:00.000Z average=1.5 longest=2" },
        { "repairs", "subject=runs repairs=1 lastSeen=2026-11-28T01:58:00.000Z" },
        { "warnings", "message=The storage account at https://st.table.core.windows.net does not answer; requests get 503 until it does. Next try in 00:00:05. lines=2 lastSeen=2026-11-28T01:41:00.000Z instances=2" },
        {
            "compute",
            "meter=AlwaysReadyFunctionExecutionUnits TimeGenerated=2026-11-28T00:00:00.000Z gbSeconds=100 dollars=0.0016; meter=AlwaysReadyUnits TimeGenerated=2026-11-28T00:00:00.000Z gbSeconds=1000 dollars=0.004; meter=OnDemandFunctionExecutionUnits TimeGenerated=2026-11-28T00:00:00.000Z gbSeconds=200 dollars=0.0052"
        },
        { "ingestion", "table=AppMetrics TimeGenerated=2026-11-28T00:00:00.000Z gb=0.5 dollars=1.15; table=AppTraces TimeGenerated=2026-11-28T00:00:00.000Z gb=2 dollars=4.6" },
    };

    [Theory]
    [MemberData(nameof(Charts))]
    public async Task Chart_shows_what_is_stored(string chart, string rows)
    {
        var answer = (await Answers.Value)[Items.Select(NameOf).ToList().IndexOf(chart)];

        Assert.True(answer.Faults.Count == 0, string.Join(' ', answer.Faults));
        Assert.Equal(rows, string.Join("; ", answer.Rows!.Select(Text).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Each_chart_has_rows_that_it_is_tried_on() => Assert.Equal(Items.Select(NameOf).Order(), Charts.Select(chart => chart.Data.Item1).Order());

    // The instruments and attributes of the code, not the words of a page.
    [Fact]
    public void Metrics_and_their_attributes_are_those_of_the_code()
    {
        var instruments = Directory.EnumerateFiles(Path.Combine(Infra.Repository, "src/FlowFunctions"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines)
            .Select(line => Instrument().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups["name"].Value)
            .ToHashSet(StringComparer.Ordinal);
        var attributes = typeof(FlowAttributes).GetFields().Select(field => (string)field.GetRawConstantValue()!);
        var asked = Items.SelectMany(item => QueryOf(item).Split('"')).Where(word => word.StartsWith("flow.", StringComparison.Ordinal) || word == "error.type").ToHashSet(StringComparer.Ordinal);

        Assert.Empty(asked.Except(instruments).Except(attributes));
        Assert.Empty(instruments.Except(asked));
    }

    private static string Text(JsonElement row) => string.Join(' ', row.EnumerateObject().Select(column => $"{column.Name}={Rounded(column.Value)}"));

    private static string Rounded(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? Math.Round(value.GetDouble(), 6).ToString(System.Globalization.CultureInfo.InvariantCulture) : value.ToString();

    private static string NameOf(JsonElement item) => item.GetProperty("name").GetString()!;

    private static string QueryOf(JsonElement item) => item.GetProperty("content").GetProperty("query").GetString()!;

    [GeneratedRegex("""\.Create\w+(<\w+>)?\("(?<name>flow\.[a-z.]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Instrument();
}
