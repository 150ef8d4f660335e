using FlowFunctions.LocalHost.Emulator;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.LocalHost.Tests.Emulator;

public sealed class DiskSpaceTests
{
    private const long Minimum = 1000;

    private readonly FakeTimeProvider _time = new();
    private long _free;
    private int _looks;
    private Exception? _fault;

    [Theory]
    [InlineData(Minimum, false)]
    [InlineData(Minimum - 1, true)]
    [InlineData(0, true)]
    public void Disk_with_less_than_the_minimum_is_full(long free, bool isFull)
    {
        _free = free;

        Assert.Equal(isFull, Space().IsFull);
    }

    [Fact]
    public void Without_a_minimum_no_disk_is_full() => Assert.False(Space(minimum: 0).IsFull);

    [Fact]
    public void Reading_is_good_for_a_second()
    {
        var space = Space();
        Assert.True(space.IsFull);
        _free = Minimum;

        _time.Advance(DiskSpace.Freshness - TimeSpan.FromMilliseconds(1));
        Assert.True(space.IsFull);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(space.IsFull);

        Assert.Equal(2, _looks);
    }

    [Fact]
    public void Disk_that_does_not_say_what_is_free_stays_as_it_was()
    {
        var space = Space();
        Assert.True(space.IsFull);
        (_fault, _free) = (new IOException("test"), Minimum);

        _time.Advance(DiskSpace.Freshness);
        Assert.True(space.IsFull);
        _fault = null;
        _time.Advance(DiskSpace.Freshness);
        Assert.False(space.IsFull);
    }

    [Fact]
    public void Disk_of_a_folder_says_what_is_free() => Assert.InRange(DiskSpace.FreeAt(Path.GetTempPath()), 1, long.MaxValue);

    private DiskSpace Space(long minimum = Minimum) => new(
        "folder",
        minimum,
        _ =>
        {
            _looks++;
            return _fault is null ? _free : throw _fault;
        },
        _time,
        NullLogger<DiskSpace>.Instance);
}
