using FlowFunctions.Runs;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Tests.Runs.Records;

public sealed class RunLooksTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RunLooks _looks;
    private int _readings;

    public RunLooksTests() => _looks = new(_time);

    private static RunDocument Run => RunInputs.Of(RunInputs.Step("a")).Run;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_viewers_within_a_second_are_one_reading()
    {
        var reading = new TaskCompletionSource<RunDocument?>();
        var viewers = Enumerable.Range(0, 20).Select(_ => ShareAsync(() => reading.Task)).ToList();
        reading.SetResult(Run);

        Assert.All(await Task.WhenAll(viewers), run => Assert.Equal(Run.Id, run?.Id));
        _time.Advance(RunLooks.SharedFor - TimeSpan.FromMilliseconds(1));
        await ShareAsync(Found);

        Assert.Equal(1, _readings);
    }

    [Fact]
    public async Task Second_is_over_after_a_second()
    {
        await ShareAsync(Found);
        _time.Advance(RunLooks.SharedFor);

        await ShareAsync(Found);

        Assert.Equal(2, _readings);
    }

    [Fact]
    public async Task Run_that_has_ended_here_is_read_at_once()
    {
        await ShareAsync(Found);

        _looks.Forget(Run.Id);
        await ShareAsync(Found);

        Assert.Equal(2, _readings);
    }

    [Fact]
    public async Task Run_that_is_not_there_is_looked_for_by_everybody()
    {
        await ShareAsync(() => Task.FromResult<RunDocument?>(null));

        Assert.NotNull(await ShareAsync(Found));
    }

    [Fact]
    public async Task Reading_that_fails_is_nobody_else_s()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => ShareAsync(() => Task.FromException<RunDocument?>(new InvalidOperationException("away"))));

        Assert.NotNull(await ShareAsync(Found));
    }

    [Fact]
    public async Task Viewer_who_goes_away_takes_the_reading_from_nobody()
    {
        var reading = new TaskCompletionSource<RunDocument?>();
        using var gone = new CancellationTokenSource();
        var first = _looks.ShareAsync(Run.Id, () => reading.Task, gone.Token);
        var second = ShareAsync(Found);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        reading.SetResult(Run);

        Assert.NotNull(await second);
        Assert.Equal(0, _readings);
    }

    private Task<RunDocument?> ShareAsync(Func<Task<RunDocument?>> read) => _looks.ShareAsync(
        Run.Id,
        () =>
        {
            _readings++;
            return read();
        },
        Cancel);

    private static Task<RunDocument?> Found() => Task.FromResult<RunDocument?>(Run);
}
