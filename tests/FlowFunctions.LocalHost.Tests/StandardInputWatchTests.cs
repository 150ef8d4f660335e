using System.IO.Pipes;
using FlowFunctions.Testing;

namespace FlowFunctions.LocalHost.Tests;

public sealed class StandardInputWatchTests : IDisposable
{
    private static readonly TimeSpan Deadline = Wait.Patience;

    private readonly AnonymousPipeServerStream _otherEnd = new(PipeDirection.Out);
    private readonly AnonymousPipeClientStream _input;

    public StandardInputWatchTests() => _input = new AnonymousPipeClientStream(PipeDirection.In, _otherEnd.ClientSafePipeHandle);

    public void Dispose()
    {
        _otherEnd.Dispose();
        _input.Dispose();
    }

    [Fact]
    public async Task Host_stops_when_its_input_ends_and_not_before()
    {
        var stops = 0;
        var watching = StandardInputWatch.WatchAsync(_input, () => stops++);
        await _otherEnd.WriteAsync("\n"u8.ToArray());
        await _otherEnd.FlushAsync();
        Assert.False(watching.IsCompleted);

        await _otherEnd.DisposeAsync();

        await watching.WaitAsync(Deadline);
        Assert.Equal(1, stops);
    }
}
