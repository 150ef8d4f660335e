using System.IO.Pipes;
using FlowFunctions.LocalHost.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace FlowFunctions.LocalHost.Tests.Hosting;

public sealed class StandardInputWatchTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly AnonymousPipeServerStream _otherEnd = new(PipeDirection.Out);
    private readonly AnonymousPipeClientStream _input;
    private readonly TaskCompletionSource _stopped = new();
    private readonly StandardInputWatch _watch;

    public StandardInputWatchTests()
    {
        _input = new AnonymousPipeClientStream(PipeDirection.In, _otherEnd.ClientSafePipeHandle);
        var lifetime = new Mock<IHostApplicationLifetime>();
        lifetime.Setup(host => host.StopApplication()).Callback(_stopped.SetResult);
        _watch = new StandardInputWatch(_input, lifetime.Object, NullLogger<StandardInputWatch>.Instance);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _otherEnd.Dispose();
        _input.Dispose();
    }

    [Fact]
    public async Task Host_stops_when_its_input_ends_and_not_before()
    {
        await _watch.StartAsync(CancellationToken.None);
        await _otherEnd.WriteAsync("\n"u8.ToArray());
        await _otherEnd.FlushAsync();
        Assert.False(_stopped.Task.IsCompleted);

        await _otherEnd.DisposeAsync();

        await _stopped.Task.WaitAsync(Deadline);
    }

    [Fact]
    public async Task Host_that_stops_for_another_reason_does_not_wait_for_its_input()
    {
        await _watch.StartAsync(CancellationToken.None);

        await _watch.StopAsync(CancellationToken.None).WaitAsync(Deadline);

        Assert.False(_stopped.Task.IsCompleted);
    }
}
