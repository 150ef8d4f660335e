using YamlDotNet.RepresentationModel;

namespace FlowFunctions.Infra.Tests;

/// <summary>The alert rules for Prometheus wait for what the application tells, and say what to do.</summary>
public class PrometheusRulesTests
{
    private static readonly Dictionary<string, YamlMappingNode> Rules = Read();

    public static TheoryData<string> Names => [.. Rules.Keys];

    [Fact]
    public void People_are_paged_for_failed_and_stuck_runs_late_and_skipped_schedules_slow_queues_and_silence() =>
        Assert.Equal(
            ["FlowModelQueueSlow", "FlowRunsFailed", "FlowRunsStuck", "FlowSchedulesLate", "FlowSchedulesSkipped", "FlowTelemetryAbsent"],
            Rules.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Rule_asks_for_what_there_is(string alert)
    {
        var names = PrometheusNames.In(Text(Rules[alert], "expr")).ToList();

        Assert.Contains(names, PrometheusNames.Series.Contains);
        Assert.DoesNotContain(names, name => !PrometheusNames.Series.Contains(name) && !PrometheusNames.Labels.Contains(name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rule_says_how_bad_it_is_and_what_to_do(string alert)
    {
        var runbook = Text((YamlMappingNode)Rules[alert]["annotations"], "runbook").Split('#');
        var headings = Infra.Read(runbook[0]).Split('\n').Where(line => line.StartsWith('#')).Select(Anchor);

        Assert.Matches("^(warning|critical)$", Text((YamlMappingNode)Rules[alert]["labels"], "severity"));
        Assert.Contains(runbook[1], headings);
    }

    private static string Anchor(string heading) => heading.TrimStart('#').Trim().ToLowerInvariant().Replace(' ', '-');

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node[key]).Value!;

    private static Dictionary<string, YamlMappingNode> Read()
    {
        var yaml = new YamlStream();
        using var text = new StringReader(Infra.Read("infra/prometheus/flow-functions.rules.yml"));
        yaml.Load(text);
        return ((YamlSequenceNode)yaml.Documents[0].RootNode["groups"])
            .SelectMany(group => (YamlSequenceNode)group["rules"])
            .Cast<YamlMappingNode>()
            .ToDictionary(rule => Text(rule, "alert"), StringComparer.Ordinal);
    }
}
