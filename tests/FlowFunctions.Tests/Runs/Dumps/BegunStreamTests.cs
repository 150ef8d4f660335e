using FlowFunctions.Runs;

namespace FlowFunctions.Tests.Runs.Dumps;

public sealed class BegunStreamTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(10_000)]
    public async Task Reads_as_the_stream_does_from_wherever(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        await using var begun = await BegunStream.OfAsync(new MemoryStream(bytes), Cancel);
        Assert.Equal((length, 0L), (begun.Length, begun.Position));

        foreach (var start in new[] { 0, 1, 4095, 4096, 9_999, 3, 0 }.Where(start => start <= length))
        {
            begun.Position = start;
            using var read = new MemoryStream();
            await begun.CopyToAsync(read, Cancel);
            Assert.True(bytes.AsSpan(start).SequenceEqual(read.ToArray()));
            Assert.Equal(length, begun.Position);
        }

        begun.Seek(-length, SeekOrigin.End);
        Assert.True(bytes.AsSpan().SequenceEqual(new BinaryReader(begun).ReadBytes(length)));
        Assert.Throws<IOException>(() => begun.Seek(-1, SeekOrigin.Begin));
    }

    [Fact]
    public async Task Stream_that_cannot_be_read_is_told_at_once_and_closed()
    {
        var broken = new Broken();

        await Assert.ThrowsAsync<TimeoutException>(() => BegunStream.OfAsync(broken, Cancel));

        Assert.False(broken.CanRead);
    }

    private sealed class Broken() : MemoryStream(new byte[10])
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new TimeoutException("test");
    }
}
