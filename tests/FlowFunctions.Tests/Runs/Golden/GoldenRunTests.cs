using System.Text.Json;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Tests.Api;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker.Grpc;

namespace FlowFunctions.Tests.Runs.Golden;

/// <summary>
/// Runs that released orchestrators left in storage must go on under today's code: each recorded turn is given to the SDK's own runner again, which replays
/// the history up to it, and must ask for the same, which is where an update would find a run in flight.
/// </summary>
public sealed class GoldenRunTests : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Runs", "Golden");

    private ApiApplication _application = null!;

    public static TheoryData<string> Recorded => [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    public async ValueTask InitializeAsync() => _application = await ApiApplication.StartAsync("UseDevelopmentStorage=true", makeTables: false);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public void Both_orchestrators_are_recorded() => Assert.Equal(
        [nameof(AwaitStep), nameof(RunFlow)],
        Recorded.Select(name => Read((string)name!).Orchestrator).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Recorded_turn_asks_for_the_same_again(string name)
    {
        var golden = Read(name);

        foreach (var turn in golden.Turns)
        {
            Assert.Equal(turn.Actions.Select(Unpacked), Replay(golden, golden.RequestOf(turn)).Actions.Select(Unpacked));
        }

        var end = golden.Turns[^1].Actions.Single(action => action.CompleteOrchestration is not null).CompleteOrchestration.OrchestrationStatus;
        Assert.Equal(name.Contains(GoldenRun.GoesOn, StringComparison.Ordinal) ? OrchestrationStatus.ContinuedAsNew : OrchestrationStatus.Completed, end);
    }

    /// <summary>Not every compressor makes the same bytes of the same text.</summary>
    private static OrchestratorAction Unpacked(OrchestratorAction action)
    {
        var same = action.Clone();
        if (same.CompleteOrchestration is { OrchestrationStatus: OrchestrationStatus.ContinuedAsNew } end && end.Result.Contains(nameof(StoredRunInput.Packed), StringComparison.Ordinal))
        {
            end.Result = JsonSerializer.Serialize(StoredRunInput.Read(JsonSerializer.Deserialize<JsonElement>(end.Result)));
        }

        return same;
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Recorded_run_that_asked_for_something_else_is_refused(string name)
    {
        var golden = Read(name);
        var request = golden.RequestOf(golden.Turns[^1]);
        var scheduled = request.PastEvents.First(one => one.TaskScheduled is not null || one.SubOrchestrationInstanceCreated is not null);
        if (scheduled.TaskScheduled is { } task)
        {
            task.Name += "V0";
        }
        else
        {
            scheduled.SubOrchestrationInstanceCreated.Name += "V0";
        }

        var end = Replay(golden, request).Actions.Single(action => action.CompleteOrchestration is not null).CompleteOrchestration;

        Assert.Equal(OrchestrationStatus.Failed, end.OrchestrationStatus);
        Assert.Contains("NonDeterministic", end.FailureDetails.ErrorType, StringComparison.Ordinal);
    }

    /// <summary>As after a downtime in which nothing came. The release before the third started the next step, which its histories may hold; the third ends the run.</summary>
    [Theory]
    [InlineData("v2-long-chain-goes-on", nameof(StartStep))]
    [InlineData("v3-long-chain-goes-on", nameof(RecordRun))]
    public void Turn_that_comes_after_the_run_s_time_asks_for_what_its_release_asked_for(string name, string activity)
    {
        var golden = Read(name);
        var request = golden.RequestOf(golden.Turns[1]);
        foreach (var one in request.NewEvents)
        {
            one.Timestamp = (one.Timestamp.ToDateTime() + InputOf(name).MaxRunDuration).ToTimestamp();
        }

        var asked = Replay(golden, request).Actions;

        Assert.Equal([activity], asked.Where(action => action.ScheduleTask is not null).Select(action => action.ScheduleTask.Name));
    }

    /// <summary>An orchestration does not start over before all has come that it has asked for: it would do nothing more, and not be cancelled. Without the loss, this turn starts it over.</summary>
    [Fact]
    public void Run_that_has_lost_an_answer_and_was_woken_goes_on_in_its_history()
    {
        var golden = Read("v3-long-chain-goes-on");
        var request = golden.RequestOf(golden.Turns[^1]);
        LoseFirstAnswer(request);

        var asked = Replay(golden, request).Actions;

        Assert.Equal([nameof(StartStep)], asked.Select(action => action.ScheduleTask?.Name));
    }

    /// <summary>What was asked for in the first turn never comes; in the next, the run is woken and asks for it again.</summary>
    private static void LoseFirstAnswer(OrchestratorRequest request)
    {
        var firstTurn = request.PastEvents.TakeWhile(one => one.OrchestratorCompleted is null).Count() + 1;
        var asked = request.PastEvents.Take(firstTurn).Single(one => one.TaskScheduled is not null).Clone();
        foreach (var one in request.PastEvents.Skip(firstTurn).Concat(request.NewEvents))
        {
            one.EventId += one.TaskScheduled is null ? 0 : 1;
            if (one.TaskCompleted is { } answer)
            {
                answer.TaskScheduledId++;
            }
        }

        asked.EventId++;
        HistoryEvent[] woken =
        [
            new() { EventId = -1, Timestamp = asked.Timestamp, OrchestratorStarted = new() },
            new() { EventId = -1, Timestamp = asked.Timestamp, EventRaised = new() { Name = RunFlow.WakeEvent, Input = "[]" } },
            asked,
            new() { EventId = -1, Timestamp = asked.Timestamp, OrchestratorCompleted = new() },
        ];
        HistoryEvent[] past = [.. request.PastEvents.Take(firstTurn), .. woken, .. request.PastEvents.Skip(firstTurn)];
        request.PastEvents.Clear();
        request.PastEvents.AddRange(past);
    }

    /// <summary>One that is recorded anew may miss the moment that it is of.</summary>
    [Fact]
    public void Recordings_hold_what_they_are_named_for()
    {
        Assert.StartsWith("Timed out after", ResultOf("v3-timed-out").Message, StringComparison.Ordinal);
        Assert.Contains(Read("v3-step-timed-out").Events, one => one.SubOrchestrationInstanceCompleted?.Result.Contains("Timed out after", StringComparison.Ordinal) == true);
        Assert.Equal(AwaitStep.ExchangesPerExecution, Read("v3-long-wait-awaited" + GoldenRun.GoesOn).Events.Count(one => one.TaskCompleted is not null));
        Assert.Equal(1 + ActivityRetry.Attempts, Read("v3-activities-tried-again").Events.Count(one => one.TaskFailed is not null));
        Assert.Contains(
            Read("v3-let-go").Events,
            one => one.TimerCreated is { } timer && (timer.FireAt - one.Timestamp).ToTimeSpan() is var ahead && ahead > TimeSpan.FromMinutes(10) && ahead < TimeSpan.FromHours(1));
        foreach (var woken in new[] { "v3-woken", "v3-woken-awaited" })
        {
            Assert.Contains(Read(woken).Events, one => one.EventRaised?.Name == RunFlow.WakeEvent);
        }

        Assert.Contains(Read("v3-woken").Events, one => one.TaskScheduled?.Name == nameof(ContinueStep));
        Assert.Equal(2, Read("v3-woken").Events.Count(one => one.SubOrchestrationInstanceCreated is not null));

        // The event comes in the same turn, after the one with which the history starts over, and goes on to the next.
        var over = Read("v3-cancelled-while-starting-over" + GoldenRun.GoesOn).Turns[^1].Actions.Single(action => action.CompleteOrchestration is not null).CompleteOrchestration;
        Assert.Equal([RunFlow.CancelEvent], over.CarryoverEvents.Select(one => one.EventRaised.Name));
        Assert.Equal("Cancelled by tester", ResultOf("v3-cancelled-while-starting-over").Message);
        Assert.Equal([false, true], new[] { "v3-long-chain", "v3-integration" }.Select(name => InputOf(name).Run.Kind == RunKind.Integration));
        Assert.Equal([1, 2], InputOf("v3-anaplan").Integrations.Select(integration => integration.Anaplan!.Jobs.Count).Order());
    }

    private static RunInput InputOf(string name) =>
        StoredRunInput.Read(JsonSerializer.Deserialize<JsonElement>(Read(name).Events.First(one => one.ExecutionStarted is not null).ExecutionStarted.Input));

    private static RunResult ResultOf(string name) =>
        JsonSerializer.Deserialize<RunResult>(Read(name).Turns[^1].Actions.Single(action => action.CompleteOrchestration is not null).CompleteOrchestration.Result)!;

    private static GoldenRun Read(string name) => GoldenRun.Read(Path.Combine(Folder, name + ".json"));

    private OrchestratorResponse Replay(GoldenRun golden, OrchestratorRequest request)
    {
        var encoded = request.ToByteString().ToBase64();
        var answer = golden.Orchestrator == nameof(RunFlow)
            ? GrpcOrchestrationRunner.LoadAndRun<JsonElement, RunResult>(encoded, async (context, _) => await RunFlow.RunAsync(context), _application.Services)
            : GrpcOrchestrationRunner.LoadAndRun<StepWait, StepReport>(encoded, async (context, _) => await AwaitStep.RunAsync(context), _application.Services);
        return OrchestratorResponse.Parser.ParseFrom(ByteString.FromBase64(answer));
    }
}
