using FlowFunctions.Runs;
using Microsoft.DurableTask;
using Moq;

namespace FlowFunctions.Tests.Runs.Running;

public sealed class ActivityRetryTests
{
    private const string StorageAway = "FlowFunctions.Runs.StorageAwayException";

    private static readonly DateTime Start = RunInputs.Start;

    private readonly Mock<TaskOrchestrationContext> _context = new(MockBehavior.Strict);
    private readonly List<TimeSpan> _delays = [];
    private DateTime _now = Start;

    public ActivityRetryTests()
    {
        _context.SetupGet(context => context.CurrentUtcDateTime).Returns(() => _now);
        _context.Setup(context => context.CreateTimer(It.IsAny<DateTime>(), CancellationToken.None)).Returns((DateTime fireAt, CancellationToken _) =>
        {
            _delays.Add(fireAt - _now);
            _now = fireAt;
            return Task.CompletedTask;
        });
    }

    [Theory]
    [InlineData("System.InvalidOperationException")]
    [InlineData("Azure.RequestFailedException")]
    public async Task Any_fault_is_tried_six_times_within_half_a_minute(string type)
    {
        Assert.Equal(6, await TriesAsync(type));
        
        // The last is of no time, as in the histories that were recorded with a retry policy.
        Assert.Equal([1, 2, 4, 8, 16, 0], _delays.Select(delay => delay.TotalSeconds));
    }

    [Fact]
    public async Task Storage_that_is_away_for_a_quarter_of_an_hour_ends_no_step()
    {
        var tries = await TriesAsync(StorageAway);

        Assert.Equal([1, 2, 4, 8, 16, 30, 30], _delays.Take(7).Select(delay => delay.TotalSeconds));
        Assert.All(_delays.Skip(5).SkipLast(1), delay => Assert.Equal(TimeSpan.FromSeconds(30), delay));
        Assert.InRange(_now - Start, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(30));
        Assert.Equal(_delays.Count, tries);
    }

    /// <summary>In stored histories.</summary>
    [Fact]
    public void Name_of_the_fault_of_storage_is_as_it_was() => Assert.Equal(StorageAway, typeof(StorageAwayException).FullName);

    private async Task<int> TriesAsync(string type)
    {
        var number = 1;
        while (await ActivityRetry.TryAgainAsync(new(_context.Object, number, new TaskFailureDetails(type, "why", null, null, null), _now - Start, CancellationToken.None)))
        {
            number++;
        }

        return number;
    }
}
