using FlowFunctions.Embedded.Engine;
using FlowFunctions.Embedded.Tests.Engine.Harness;
using FlowFunctions.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Tests.Engine;

public class RetryTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Policy_retries_with_growing_waits_until_it_succeeds()
    {
        var (outcome, at) = await RunAsync(TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMilliseconds(40), 2)), failures: 3);

        Assert.Equal("4", outcome);
        Assert.True(at[1] - at[0] >= TimeSpan.FromMilliseconds(40), $"{at[1] - at[0]}");
        Assert.True(at[2] - at[1] >= TimeSpan.FromMilliseconds(80), $"{at[2] - at[1]}");
        Assert.True(at[3] - at[2] >= TimeSpan.FromMilliseconds(160), $"{at[3] - at[2]}");
    }

    [Fact]
    public async Task Policy_gives_up_after_its_last_attempt()
    {
        var (outcome, at) = await RunAsync(TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(1))), failures: 9);

        Assert.Contains("attempt 3", outcome, StringComparison.Ordinal);
        Assert.Equal(3, at.Count);
    }

    [Fact]
    public async Task Policy_leaves_a_failure_that_it_does_not_handle()
    {
        var policy = new RetryPolicy(3, TimeSpan.FromMilliseconds(1)) { HandleFailure = failure => !failure.IsCausedBy<TimeoutException>() };

        var (_, at) = await RunAsync(TaskOptions.FromRetryPolicy(policy), failures: 9);

        Assert.Single(at);
    }

    [Fact]
    public async Task Handler_decides_by_attempt_and_may_wait_durably()
    {
        var (outcome, at) = await RunAsync(
            TaskOptions.FromRetryHandler(async retry =>
            {
                await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMilliseconds(5), CancellationToken.None);
                return retry.LastAttemptNumber < 4 && retry.LastFailure.IsCausedBy<TimeoutException>();
            }),
            failures: 9);

        Assert.Contains("attempt 4", outcome, StringComparison.Ordinal);
        Assert.Equal(4, at.Count);
    }

    [Theory]
    [InlineData(0, 1, 1, 1, 1)]
    [InlineData(1, 0, 1, 1, 1)]
    [InlineData(1, 1, 0.5, 1, 1)]
    [InlineData(1, 2, 1, 1, 2)]
    [InlineData(1, 2, 1, 2, 1)]
    public void Policy_out_of_range_is_refused(int attempts, int first, double coefficient, int longest, int timeout) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(
            attempts, TimeSpan.FromSeconds(first), coefficient, TimeSpan.FromSeconds(longest), TimeSpan.FromSeconds(timeout)));

    private async Task<(string Outcome, List<DateTimeOffset> At)> RunAsync(TaskOptions options, int failures)
    {
        var at = new List<DateTimeOffset>();
        await using var engine = await TestEngine.StartAsync(azurite, new DurableFunctionRegistry()
            .Orchestrator("Retry", async context => await context.CallActivityAsync<string>("Try", options))
            .Activity<object>("Try", _ =>
            {
                at.Add(TimeProvider.System.GetUtcNow());
                return at.Count <= failures ? throw new TimeoutException($"attempt {at.Count}") : $"{at.Count}";
            }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Retry");
        var done = await engine.EndOfAsync(id);
        return (done.FailureDetails?.ErrorMessage ?? done.ReadOutputAs<string>()!, at);
    }
}
