using Azure.Core;
using Azure.Core.Pipeline;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.Runs.Stepping;

/// <summary>
/// Storage that goes away while a step's target works. An activity that ended meanwhile would be one that the process takes for under way for good: it waits, and has lost nothing
/// when storage is back.
/// </summary>
[Needs(Need.Azurite)]
public sealed class StepWithoutStorageTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly StepCall Call = TargetHost.Call("https://example.com", endpoint => endpoint with { Timeout = TimeSpan.FromHours(4) });

    private readonly ScriptedTarget _target = new();
    private readonly Leaving _storage = new();
    private RunScope _scope = null!;

    public async ValueTask InitializeAsync() => _scope = (await RunScope.CreateAsync(azurite.ConnectionString)).Through(_storage);

    public ValueTask DisposeAsync()
    {
        _storage.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Answer_that_comes_meanwhile_is_kept_and_the_target_is_not_asked_again()
    {
        _target.Then(() => ReplyAfter(TimeSpan.FromSeconds(30), refusals: 5, new TargetReply.Ended(StepOutcomeKind.PartialSuccess, "half", 7, ["row 9"])));

        var report = await StartAsync();
        var again = await StartAsync();

        Assert.Equal(new StepOutcome(StepOutcomeKind.PartialSuccess, "half", 7, Attempts: 1), report.Outcome);
        Assert.Equal((report.Outcome, "row 9"), (again.Outcome, Assert.Single(again.Details!)));
        Assert.Equal(["start 1"], _target.Asked);
        Assert.Equal(0, _storage.Left);
    }

    [Fact]
    public async Task Task_that_is_accepted_meanwhile_is_polled_and_not_started_again()
    {
        _target.Then(() => ReplyAfter(TimeSpan.Zero, refusals: 3, new TargetReply.Accepted("task-1", TimeSpan.FromSeconds(1), null, null))).Then(new TargetReply.Ended(StepOutcomeKind.Success, "done"));

        Assert.Equal("done", (await StartAsync()).Outcome?.Message);
        Assert.Equal(["start 1", "poll task-1"], _target.Asked);
    }

    [Fact]
    public async Task Checkpoint_waits_too()
    {
        _target.ThenSave("half", new TargetReply.Ended(StepOutcomeKind.Success, "done"), before: () =>
        {
            _storage.Left = 5;
            return Task.CompletedTask;
        });

        Assert.Equal("done", (await StartAsync()).Outcome?.Message);
    }

    [Fact]
    public async Task Step_begins_when_storage_is_back()
    {
        _storage.Left = 5;
        _target.Then(new TargetReply.Ended(StepOutcomeKind.Success, "done"));

        Assert.Equal("done", (await StartAsync()).Outcome?.Message);
        Assert.Equal(["start 1"], _target.Asked);
    }

    [Fact]
    public async Task Storage_that_stays_away_is_given_up_before_the_host_ends_the_function()
    {
        _storage.Left = int.MaxValue;
        var start = _scope.Time.GetUtcNow();

        await Assert.ThrowsAsync<StorageAwayException>(StartAsync);

        Assert.InRange(_scope.Time.GetUtcNow() - start, ActivityStorageWait.Longest, TimeSpan.FromMinutes(30));
    }

    [Fact]
    public async Task Faults_that_do_not_fit_a_row_do_not_cost_the_outcome()
    {
        string[] details = [.. Enumerable.Repeat(new string('x', 10_000), 150)];
        _target.Then(() => ReplyAfter(TimeSpan.FromSeconds(30), refusals: 0, new TargetReply.Ended(StepOutcomeKind.Failure, "no", 7, details)));

        var report = await StartAsync();
        var again = await StartAsync();

        Assert.Equal(150, report.Details?.Count);
        Assert.Equal((report.Outcome, null), (again.Outcome, again.Details));
    }

    private Task<StepReport> StartAsync() => _scope.Driver(_target).StartAsync(Call, CancellationToken.None);

    private async Task<TargetReply> ReplyAfter(TimeSpan work, int refusals, TargetReply reply)
    {
        await Task.Yield();
        _scope.Time.Advance(work);
        _storage.Left = refusals;
        return reply;
    }

    /// <summary>Refuses as many requests as are left to refuse.</summary>
    private sealed class Leaving : HttpPipelineTransport, IDisposable
    {
        private readonly HttpClientTransport _real = new();

        public int Left { get; set; }

        public override Request CreateRequest() => _real.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException("Storage is called asynchronously only.");

        public override ValueTask ProcessAsync(HttpMessage message)
        {
            if (Left == 0)
            {
                return _real.ProcessAsync(message);
            }

            Left--;
            throw new Azure.RequestFailedException("Nobody listens.");
        }

        public void Dispose() => _real.Dispose();
    }
}
