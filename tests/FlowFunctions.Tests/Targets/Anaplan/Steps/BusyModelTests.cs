using AnaplanSimulator;
using AnaplanSimulator.Faults;
using AnaplanSimulator.Tasks;
using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Targets.Anaplan.Steps;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Targets.Anaplan.Steps;

/// <summary>A model that is busy, or whose service is maintained, is waited for, and the load is done once; not for ever.</summary>
[Needs(Need.Azurite)]
[TakesLong]
public sealed class BusyModelTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Products = "Code,Name,Category,Currency\nP1,Apple,Fruit,\n";

    private ModelScope _scope = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _scope = await ModelScope.StartAsync(
        azurite.ConnectionString, new() { Tasks = new TaskTiming { StartDelay = TimeSpan.Zero, Duration = TimeSpan.FromMilliseconds(50), CancelDelay = TimeSpan.Zero } });

    public ValueTask DisposeAsync() => _scope.DisposeAsync();

    /// <summary>At every request that a load makes before its task runs, one after the other.</summary>
    [Theory]
    [InlineData(409)]
    [InlineData(423)]
    public async Task Load_waits_at_any_request_and_is_done_once(int status)
    {
        await _scope.PutFileAsync("products.csv", Products);
        foreach (var requests in new[] { "POST **/files/*", "PUT **/files/*/chunks/*", "POST **/files/*/complete", "POST **/imports/*/tasks" })
        {
            _scope.Simulator.Add(new Fault { Requests = requests, Status = status });
        }

        await using var process = await _scope.StartProcessAsync();
        var report = await HurryAsync(process, _scope.Call(_scope.Work(_scope.Import("products.csv"))));

        Assert.True(report.Outcome!.Kind == StepOutcomeKind.Success, report.Outcome.ToString());
        Assert.Single(_scope.Simulator.TasksOf(ModelScope.ProductsImport));
        Assert.Equal((1, 2), (_scope.Simulator.Count("POST **/files/*") - 1, _scope.Simulator.Count("POST **/imports/*/tasks")));
        Assert.Empty(_scope.Simulator.Faults);
    }

    [Theory]
    [InlineData("POST **/files/*")]
    [InlineData("POST **/files/*/complete")]
    [InlineData("POST **/imports/*/tasks")]
    public async Task Model_that_stays_busy_is_told_and_given_up_after_the_patience(string requests)
    {
        await _scope.PutFileAsync("products.csv", Products);
        _scope.Simulator.Add(new Fault { Requests = requests, Status = 423, Times = null });
        await using var process = await _scope.StartProcessAsync(("Targets:Anaplan:BusyPatience", "02:00:00"));
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));

        var waiting = await process.AdvanceAsync(call);
        var handle = await process.Handles.GetAsync(call.RunId, call.Referrer, Cancel);
        Assert.True(waiting.NextAt - TimeProvider.System.GetUtcNow().UtcDateTime > TimeSpan.FromSeconds(10), $"{waiting.NextAt:O}");
        Assert.Matches("^Waiting since 2[0-9]{3}-.*Z: Anaplan's model is busy \\(423\\)", handle.Message);

        var state = StepState.Parse(handle.Task!);
        Assert.NotNull(await process.Handles.TrySaveAsync(
            call.RunId, call.Referrer, handle with { Task = (state with { BusySince = state.BusySince!.Value.AddHours(-2) }).ToString() }, Cancel));
        var report = await process.AdvanceAsync(call);

        Assert.Equal((StepOutcomeKind.Failure, RunErrorCodes.RejectedByTarget), (report.Outcome!.Kind, report.Outcome.ErrorCode));
        Assert.EndsWith("It has been so for 2 hours.", report.Outcome.Message, StringComparison.Ordinal);
        Assert.Empty(_scope.Simulator.Tasks);
    }

    /// <summary>What is large is not sent again and again to who does not take it: about 70 times in the four hours of the patience.</summary>
    [Theory]
    [InlineData("PUT **/files/*/chunks/*", 0, 15)]
    [InlineData("PUT **/files/*/chunks/*", 16, 120)]
    [InlineData("PUT **/files/*/chunks/*", 200, 300)]
    [InlineData("POST **/imports/*/tasks", 4, 30)]
    [InlineData("POST **/imports/*/tasks", 200, 60)]
    public async Task Model_is_asked_the_more_seldom_the_longer_it_is_busy(string requests, int minutes, int seconds)
    {
        await _scope.PutFileAsync("products.csv", Products);
        _scope.Simulator.Add(new Fault { Requests = requests, Status = 423, Times = null });
        await using var process = await _scope.StartProcessAsync();
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));
        await process.AdvanceAsync(call);
        var handle = await process.Handles.GetAsync(call.RunId, call.Referrer, Cancel);
        var busySince = TimeProvider.System.GetUtcNow().AddMinutes(-minutes);
        await process.Handles.TrySaveAsync(call.RunId, call.Referrer, handle with { Task = (StepState.Parse(handle.Task!) with { BusySince = busySince }).ToString() }, Cancel);

        var before = TimeProvider.System.GetUtcNow().UtcDateTime;
        var next = (await process.AdvanceAsync(call)).NextAt!.Value;

        // The pause is jittered by a tenth or so, and the machine may take its time.
        Assert.InRange((next - before).TotalSeconds, seconds * 0.8, (seconds * 1.25) + (TimeProvider.System.GetUtcNow().UtcDateTime - before).TotalSeconds);
    }

    /// <summary>More often than a start is repeated whose fate is not known: here the list of tasks tells that it was not taken.</summary>
    [Fact]
    public async Task Start_that_meets_a_maintenance_waits_for_its_end()
    {
        var time = new LeapingTime();
        await using var scope = await ModelScope.StartAsync(azurite.ConnectionString, time: time);
        await scope.PutFileAsync("products.csv", Products);
        scope.Simulator.PostTask(ModelScope.ProductsImport);
        await Wait.Until(() => scope.Simulator.Tasks.Single().EndTime is not null);
        scope.Simulator.Add(new Fault { Requests = "POST **/imports/*/tasks", Status = 503, Times = 14 });
        await using var process = await scope.StartProcessAsync();

        var report = await process.RunAsync(scope.Call(scope.Work(scope.Import("products.csv"))));

        Assert.True(report.Outcome!.Kind == StepOutcomeKind.Success, report.Outcome.ToString());
        Assert.Equal((2, 15), (scope.Simulator.Tasks.Count, scope.Simulator.Count("POST **/imports/*/tasks")));
    }

    /// <summary>The start was lost with its answer, and the task runs whatever the list of tasks is answered with.</summary>
    [Theory]
    [InlineData(403)]
    [InlineData(422)]
    [InlineData(507)]
    public async Task Refused_look_for_a_lost_start_does_not_end_the_step(int status)
    {
        var time = new LeapingTime();
        await using var scope = await ModelScope.StartAsync(azurite.ConnectionString, time: time);
        await scope.PutFileAsync("products.csv", Products);
        scope.Simulator.Add(new Fault { Requests = "POST **/imports/*/tasks", AnswerStatus = 502 });
        scope.Simulator.Add(new Fault { Requests = "GET **/imports/*/tasks", Skip = 2, Status = status, Times = 3 });
        await using var process = await scope.StartProcessAsync();

        var report = await process.RunAsync(scope.Call(scope.Work(scope.Import("products.csv"))));

        Assert.True(report.Outcome!.Kind == StepOutcomeKind.Success, report.Outcome.ToString());
        Assert.Single(scope.Simulator.Tasks);
        Assert.Empty(scope.Simulator.Faults);
    }

    [Fact]
    public async Task File_of_an_export_that_is_not_there_yet_is_waited_for()
    {
        _scope.Simulator.Add(new Fault { Requests = "GET **/files/*/chunks", Status = 404, Times = 2 });
        await using var process = await _scope.StartProcessAsync();

        var report = await process.RunAsync(_scope.Call(_scope.Work(_scope.Export("plan.csv", actionId: ModelScope.PlanExport))));

        Assert.True(report.Outcome!.Kind == StepOutcomeKind.Success, report.Outcome.ToString());
        Assert.NotNull(await _scope.ReadFileAsync("plan.csv"));
    }

    /// <summary>Moves the step on without its pauses, which are the model's time and not the test's.</summary>
    private static async Task<StepReport> HurryAsync(StepProcess process, StepCall call)
    {
        StepReport? report = null;
        await Wait.Until(async () => (report = await process.AdvanceAsync(call)).Outcome is not null);
        return report!;
    }
}
