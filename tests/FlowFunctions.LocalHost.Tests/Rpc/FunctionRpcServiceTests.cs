using FlowFunctions.LocalHost.Http;
using FlowFunctions.LocalHost.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.LocalHost.Tests.Rpc;

/// <summary>Who may connect, over a real stream.</summary>
public sealed class FunctionRpcServiceTests : IAsyncLifetime
{
    private readonly WebServers _servers = new(new ConfigurationManager(), NullLoggerFactory.Instance);
    private readonly WorkerDoor _door = new(new WorkerLog(NullLoggerFactory.Instance));
    private GrpcChannel _channel = null!;

    private FunctionRpc.FunctionRpcClient Client => new(_channel);

    public async ValueTask InitializeAsync() =>
        _channel = GrpcChannel.ForAddress(await _servers.StartRpcAsync(_door, TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _servers.StopRpcAsync();
        await _servers.DisposeAsync();
    }

    [Fact]
    public async Task Worker_that_is_awaited_is_connected_and_asked()
    {
        var id = _door.Expect();
        using var stream = Client.EventStream(cancellationToken: TestContext.Current.CancellationToken);
        await stream.RequestStream.WriteAsync(Start(id));
        var channel = await _door.ConnectedAsync(id, TestContext.Current.CancellationToken);

        var asked = channel.ListFunctionsAsync("/app", TestContext.Current.CancellationToken);
        Assert.True(await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var request = stream.ResponseStream.Current;
        Assert.Equal("/app", request.FunctionsMetadataRequest.FunctionAppDirectory);
        await stream.RequestStream.WriteAsync(new()
        {
            RequestId = request.RequestId,
            FunctionMetadataResponse = new() { Result = new() { Status = StatusResult.Types.Status.Success }, FunctionMetadataResults = { new RpcFunctionMetadata { Name = "Hello" } } },
        });

        Assert.Equal("Hello", Assert.Single(await asked).Name);
    }

    [Fact]
    public async Task Stream_of_a_worker_that_nobody_awaits_is_refused() =>
        await AssertRefusedAsync(Start("somebody"));

    [Fact]
    public async Task Stream_that_does_not_say_who_it_is_is_refused()
    {
        _door.Expect();
        await AssertRefusedAsync(new() { RpcLog = new() { Message = "hello" } });
    }

    [Fact]
    public async Task Second_stream_of_a_worker_is_refused()
    {
        var id = _door.Expect();
        using var first = Client.EventStream(cancellationToken: TestContext.Current.CancellationToken);
        await first.RequestStream.WriteAsync(Start(id));
        await _door.ConnectedAsync(id, TestContext.Current.CancellationToken);

        await AssertRefusedAsync(Start(id));
    }

    [Fact]
    public async Task What_waits_for_a_worker_fails_when_its_stream_ends()
    {
        var id = _door.Expect();
        var stream = Client.EventStream(cancellationToken: TestContext.Current.CancellationToken);
        await stream.RequestStream.WriteAsync(Start(id));
        var channel = await _door.ConnectedAsync(id, TestContext.Current.CancellationToken);
        var invocation = channel.InvokeAsync(new() { InvocationId = "1", FunctionId = "f" }, CancellationToken.None);

        stream.Dispose();

        await Assert.ThrowsAsync<WorkerProcessExitException>(() => invocation);
        await channel.Ended;
        await Assert.ThrowsAsync<WorkerProcessExitException>(() => channel.InvokeAsync(new() { InvocationId = "2", FunctionId = "f" }, CancellationToken.None));
    }

    private static StreamingMessage Start(string id) => new() { StartStream = new() { WorkerId = id } };

    private async Task AssertRefusedAsync(StreamingMessage first)
    {
        using var stream = Client.EventStream(cancellationToken: TestContext.Current.CancellationToken);
        await stream.RequestStream.WriteAsync(first);

        var refusal = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
    }
}
