using FlowFunctions.Storage;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Storage;

public sealed class SharedReadingsTests
{
    private readonly SharedReadings<string, int> _readings = new();
    private readonly List<TaskCompletionSource<int>> _begun = [];
    private readonly Lock _lock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asks_while_a_reading_goes_on_is_given_the_next_one_with_all_others()
    {
        var first = AskAsync();
        await BegunAsync(1);
        var others = Enumerable.Range(0, 15).Select(_ => AskAsync()).ToList();

        EndReading(0, 1);
        Assert.Equal(1, await first);
        await BegunAsync(2);
        Assert.All(others, other => Assert.False(other.IsCompleted));
        EndReading(1, 2);

        Assert.All(await Task.WhenAll(others), answer => Assert.Equal(2, answer));
        Assert.Equal(2, Begun);
    }

    [Fact]
    public async Task Nothing_is_kept_for_who_asks_later()
    {
        var first = AskAsync();
        await BegunAsync(1);
        EndReading(0, 1);
        await first;

        var second = AskAsync();
        await BegunAsync(2);
        EndReading(1, 2);

        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task Reading_that_fails_is_told_to_its_own_and_the_next_goes_on()
    {
        var first = AskAsync();
        await BegunAsync(1);
        var second = AskAsync();

        _begun[0].SetException(new InvalidOperationException("away"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        await BegunAsync(2);
        EndReading(1, 2);

        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task Who_goes_away_takes_the_reading_from_nobody()
    {
        using var gone = new CancellationTokenSource();
        var first = AskAsync();
        await BegunAsync(1);
        var leaves = AskAsync(gone.Token);
        var stays = AskAsync();

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        EndReading(0, 1);
        await BegunAsync(2);
        EndReading(1, 2);

        Assert.Equal((1, 2), (await first, await stays));
    }

    [Fact]
    public async Task Other_things_are_read_beside_each_other()
    {
        var one = AskAsync();
        var other = _readings.ReadAsync("other", () => Task.FromResult(7), Cancel);

        Assert.Equal(7, await other);
        await BegunAsync(1);
        EndReading(0, 1);
        Assert.Equal(1, await one);
    }

    private int Begun
    {
        get
        {
            lock (_lock)
            {
                return _begun.Count;
            }
        }
    }

    private Task<int> AskAsync(CancellationToken? cancellationToken = null) => _readings.ReadAsync("one", ReadAsync, cancellationToken ?? Cancel);

    private Task<int> ReadAsync()
    {
        var reading = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _begun.Add(reading);
        }

        return reading.Task;
    }

    private Task BegunAsync(int count) => Wait.Until(() => Begun == count);

    private void EndReading(int which, int answer) => _begun[which].SetResult(answer);
}
