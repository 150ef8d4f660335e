using System.Text;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Core.Tests.Flows;

public class FlowInputReaderTests
{
    private static readonly string A = Ids.Of(0xa);
    private static readonly string B = Ids.Of(0xb);

    [Fact]
    public void Read_smallest_flow_gives_defaults()
    {
        var flow = ReadValid($$"""{"name":" Load ","steps":[{"referrer":"{{A}}"},{"referrer":"{{B}}","dependsOn":["{{A}}"]}]}""");

        Assert.Equal("Load", flow.Name);
        Assert.False(flow.NuxVisible);
        Assert.Equal([A, B], flow.Steps.Select(step => step.Referrer));
        Assert.Null(flow.Steps[0].DependsOn);
        Assert.Equal([A], flow.Steps[1].DependsOn!);
        Assert.All(flow.Steps, step => Assert.False(step.IsSkipped));
        Assert.All(flow.Steps, step => Assert.Equal(ExceptionStrategy.Stop, step.OnFailure));
        Assert.All(flow.Steps, step => Assert.Equal(ExceptionStrategy.Continue, step.OnPartialSuccess));
    }

    [Fact]
    public void Read_every_field_is_kept()
    {
        var flow = ReadValid($$"""
            {"name":"n","version":"2.0","type":"IntegrationFlow","nuxVisible":true,"steps":[
              {"type":"Integration","referrer":"{{A}}","dependsOn":[],"isSkipped":false,"exceptionBehavior":[{"type":"partial_success","strategy":"stop"},{"type":"failure","strategy":"continue"}]},
              {"type":"Integration","referrer":"{{B}}","dependsOn":null,"exceptionBehavior":[{"type":"failure","strategy":"continue"}]},
              {"referrer":"{{Ids.Of(3)}}","isSkipped":true}]}
            """);

        Assert.True(flow.NuxVisible);
        Assert.Empty(flow.Steps[0].DependsOn!);
        Assert.Equal((ExceptionStrategy.Continue, ExceptionStrategy.Stop), (flow.Steps[0].OnFailure, flow.Steps[0].OnPartialSuccess));
        Assert.Null(flow.Steps[1].DependsOn);
        Assert.Equal((ExceptionStrategy.Continue, ExceptionStrategy.Continue), (flow.Steps[1].OnFailure, flow.Steps[1].OnPartialSuccess));
        Assert.True(flow.Steps[2].IsSkipped);
    }

    [Fact]
    public void Read_snake_case_is_the_same_as_camel_case()
    {
        var flow = ReadValid($$"""
            {"name":"n","nux_visible":true,"steps":[
              {"referrer":"{{A}}","is_skipped":false,"exception_behavior":[{"type":"failure","strategy":"continue"}]},
              {"referrer":"{{B}}","depends_on":["{{A}}"]},{"referrer":"{{Ids.Of(3)}}","is_skipped":true}]}
            """);

        Assert.True(flow.NuxVisible);
        Assert.Equal(ExceptionStrategy.Continue, flow.Steps[0].OnFailure);
        Assert.Equal([A], flow.Steps[1].DependsOn!);
        Assert.True(flow.Steps[2].IsSkipped);
    }

    [Fact]
    public void Read_null_for_an_optional_field_means_its_default()
    {
        var flow = ReadValid($$"""
            {"name":"n","version":null,"type":null,"nuxVisible":null,"steps":[
              {"type":null,"referrer":"{{A}}","dependsOn":null,"isSkipped":null,"exceptionBehavior":null},{"referrer":"{{B}}"}]}
            """);

        Assert.False(flow.NuxVisible);
        Assert.Equal(ExceptionStrategy.Stop, flow.Steps[0].OnFailure);
    }

    [Fact]
    public void Read_limits_and_retries_are_kept_in_either_spelling()
    {
        var flow = ReadValid($$"""
            {"name":"n","timeout":"PT2H","steps":[
              {"referrer":"{{A}}","timeout":"PT1.5S","retry":{"count":4,"backoff":"PT5S","coefficient":1.5,"maxBackoff":"PT20S"} },
              {"referrer":"{{B}}","timeout":"P1D","retry":{"count":1,"max_backoff":"PT30S"} }]}
            """);

        Assert.Equal(TimeSpan.FromHours(2), flow.Timeout);
        Assert.Equal([TimeSpan.FromSeconds(1.5), TimeSpan.FromDays(1)], flow.Steps.Select(step => step.Timeout));
        Assert.Equal(
            new StepRetry { Count = 4, Backoff = TimeSpan.FromSeconds(5), Coefficient = 1.5, MaxBackoff = TimeSpan.FromSeconds(20) }, flow.Steps[0].Retry);
        Assert.Equal(
            new StepRetry { Count = 1, Backoff = TimeSpan.FromSeconds(30), Coefficient = 2, MaxBackoff = TimeSpan.FromSeconds(30) }, flow.Steps[1].Retry);
    }

    [Fact]
    public void Read_flow_without_limits_and_retries_has_none()
    {
        var absent = ReadValid(Minimal);
        var none = ReadValid($$"""{"name":"n","timeout":null,"steps":[{"referrer":"{{A}}","timeout":null,"retry":null},{"referrer":"{{B}}"}]}""");

        Assert.Equivalent(absent, none, strict: true);
        Assert.Null(absent.Timeout);
        Assert.All(absent.Steps, step => Assert.Equal((null, null), (step.Timeout, step.Retry)));
    }

    [Fact]
    public void Read_retry_with_nulls_has_the_defaults() =>
        Assert.Equal(
            new StepRetry { Count = 2 },
            ReadValid($$"""{"name":"n","steps":[{"referrer":"{{A}}","retry":{"count":2,"backoff":null,"coefficient":null,"maxBackoff":null} },{"referrer":"{{B}}"}]}""").Steps[0].Retry);

    [Fact]
    public void Read_byte_order_mark_is_passed_over() =>
        Assert.True(FlowInputReader.Read((byte[])[0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Minimal)]).IsValid);

    private static string Minimal => $$"""{"name":"n","steps":[{"referrer":"{{A}}"},{"referrer":"{{B}}"}]}""";

    private static FlowInput ReadValid(string json)
    {
        var parsed = FlowInputReader.Read(Encoding.UTF8.GetBytes(json));
        Assert.Empty(parsed.Problems);
        return parsed.Value!;
    }
}
