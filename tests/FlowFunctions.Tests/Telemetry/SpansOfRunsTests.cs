using System.Diagnostics;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Telemetry;
using FlowFunctions.Tests.Runs;

namespace FlowFunctions.Tests.Telemetry;

public sealed class SpansOfRunsTests
{
    private static readonly RunDocument Ended = RunInputs.Of(RunInputs.Step("a")).Run with
    {
        // A trace of its own, for other tests listen at the same time.
        TraceId = Guid.CreateVersion7().ToString("N"),
        EndDate = RunInputs.Start + TimeSpan.FromMinutes(1),
        Result = new RunResult(true, "Success", null),
        Steps = [new StepRecord { Referrer = RunInputs.Id("a"), Name = "a", Status = StepStatus.Success, StartDate = RunInputs.Start, EndDate = RunInputs.Start + TimeSpan.FromSeconds(30) }],
    };

    [Fact]
    public void This_dotnet_lets_spans_have_the_ids_of_their_runs() => Assert.True(SpanIdentity.IsSupported);

    [Fact]
    public void Run_without_a_request_is_the_root_of_its_trace_whatever_span_is_current()
    {
        using var recorder = new SpanRecorder(Ended.TraceId);
        using var ambient = new Activity("something else").Start();

        TelemetryParts.Telemetry().Ended(Ended);

        var run = Assert.Single(recorder.Spans, span => span.Name == "run Nightly");
        Assert.Equal(RecordedSpan.NoParent, run.ParentId);
        Assert.Equal(run.SpanId, Assert.Single(recorder.Spans, span => span.Name == "step a").ParentId);
        Assert.Same(ambient, Activity.Current);
    }

    [Fact]
    public void Run_that_is_put_on_record_again_gives_the_same_spans()
    {
        var run = Ended with { Id = Guid.CreateVersion7().ToString("N"), TraceId = Guid.CreateVersion7().ToString("N") };
        using var recorder = new SpanRecorder(run.TraceId);

        TelemetryParts.Telemetry().Ended(run);
        TelemetryParts.Telemetry().Ended(run);

        Assert.Equal(4, recorder.Spans.Count);
        Assert.Equal(2, recorder.Spans.Select(span => (span.Name, span.SpanId, span.ParentId, span.Start, span.Duration)).Distinct().Count());
    }

    [Fact]
    public void What_is_called_within_a_step_is_under_its_span()
    {
        var run = Ended with { TraceId = Guid.CreateVersion7().ToString("N") };
        using var recorder = new SpanRecorder(run.TraceId);
        using var ambient = new Activity("something else").Start();
        var telemetry = TelemetryParts.Telemetry();

        using (telemetry.Enter(CallOf(run)))
        {
            using var child = FlowTracing.Source.StartActivity("call");
        }

        telemetry.Ended(run);

        var step = Assert.Single(recorder.Spans, span => span.Name == "step a");
        Assert.Equal(step.SpanId, Assert.Single(recorder.Spans, span => span.Name == "call").ParentId);
        Assert.Same(ambient, Activity.Current);
    }

    [Fact]
    public void Run_of_a_request_that_is_not_sampled_is_not_sampled()
    {
        var parent = ActivitySpanId.CreateRandom().ToHexString();
        var traceId = ActivityTraceId.CreateRandom().ToHexString();

        var context = RunTrace.TraceParentOf(Ended with { TraceId = traceId, TraceParent = $"00-{traceId}-{parent}-00" });

        Assert.StartsWith($"00-{traceId}-", context, StringComparison.Ordinal);
        Assert.EndsWith("-00", context, StringComparison.Ordinal);
        Assert.DoesNotContain(parent, context, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0HNABCDEF:00000001")]
    [InlineData("trace")]
    [InlineData("00000000000000000000000000000000")]
    public void Run_whose_trace_id_is_none_goes_by_its_own_id(string traceId) =>
        Assert.Equal(Ended.Id, RunTrace.ParentOf(Ended with { TraceId = traceId }).TraceId.ToHexString());

    [Fact]
    public void Step_of_a_run_from_before_there_were_traces_has_no_span() =>
        Assert.Equal(default, RunTrace.ParentOf(CallOf(Ended) with { TraceParent = null }));

    [Fact]
    public void Spans_of_runs_and_steps_have_ids_of_their_own()
    {
        string[] names = ["a", "b", "c"];
        var ids = names.SelectMany(run => names.Select(step => RunTrace.SpanIdOf(run, step).ToHexString())).ToList();

        Assert.Equal(9, ids.Distinct().Count());
        Assert.Equal(ids[0], RunTrace.SpanIdOf("a", "a").ToHexString());
    }

    private static StepCall CallOf(RunDocument run) => new()
    {
        RunId = run.Id,
        FlowId = run.OwnerId,
        Referrer = RunInputs.Id("a"),
        Name = "a",
        OperationId = "op",
        StartedAt = RunInputs.Start,
        InlineWait = TimeSpan.Zero,
        TraceParent = RunTrace.TraceParentOf(run),
    };
}
