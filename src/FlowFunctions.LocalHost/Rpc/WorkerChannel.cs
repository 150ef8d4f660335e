using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.Collections;
using Grpc.Core;

namespace FlowFunctions.LocalHost.Rpc;

/// <summary>
/// A worker that has connected: sends it requests and hands out its answers. Thread-safe. When its stream ends, all that still waits for an answer
/// fails with a <see cref="WorkerProcessExitException"/>, and so does all that is asked afterwards.
/// </summary>
internal sealed class WorkerChannel(WorkerLog log)
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _requests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _invocations = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the worker's stream has ended, however.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Begins the work of the worker and answers its capabilities, such as where it serves HTTP.</summary>
    public async Task<MapField<string, string>> InitializeAsync(string applicationDirectory, CancellationToken cancellationToken)
    {
        var request = new WorkerInitRequest { HostVersion = "4.0.0", WorkerDirectory = applicationDirectory, FunctionAppDirectory = applicationDirectory };
        var answer = (await AskAsync(new() { WorkerInitRequest = request }, cancellationToken)).WorkerInitResponse;
        return Succeeded(answer.Result, "does not start its work") ? answer.Capabilities : [];
    }

    public async Task<IReadOnlyList<RpcFunctionMetadata>> ListFunctionsAsync(string applicationDirectory, CancellationToken cancellationToken)
    {
        var request = new FunctionsMetadataRequest { FunctionAppDirectory = applicationDirectory };
        var answer = (await AskAsync(new() { FunctionsMetadataRequest = request }, cancellationToken)).FunctionMetadataResponse;
        return Succeeded(answer.Result, "does not tell its functions") ? answer.FunctionMetadataResults : [];
    }

    /// <summary>Returns when the worker can run the function. Before all are loaded none may be called.</summary>
    public async Task LoadAsync(RpcFunctionMetadata function, CancellationToken cancellationToken)
    {
        var request = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function };
        var answer = (await AskAsync(new() { FunctionLoadRequest = request }, cancellationToken)).FunctionLoadResponse;
        Succeeded(answer.Result, $"does not load the function '{function.Name}'");
    }

    /// <summary>Runs a function to its end. Cancelling tells the function so; its answer is waited for all the same.</summary>
    /// <exception cref="WorkerProcessExitException">The worker is gone.</exception>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<InvocationResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        _invocations[request.InvocationId] = answer;
        try
        {
            Send(new() { InvocationRequest = request });
            await using var cancelling = cancellationToken.UnsafeRegister(
                _ => _outgoing.Writer.TryWrite(new() { InvocationCancel = new() { InvocationId = request.InvocationId } }), null);
            return await answer.Task;
        }
        finally
        {
            _invocations.TryRemove(request.InvocationId, out _);
        }
    }

    /// <summary>Asks the worker to end by itself.</summary>
    public void Terminate() => _outgoing.Writer.TryWrite(new() { WorkerTerminate = new() });

    /// <summary>Moves messages in both directions until the stream ends.</summary>
    public async Task RunAsync(IAsyncStreamReader<StreamingMessage> incoming, IAsyncStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = WriteAsync(outgoing, stop.Token);
        try
        {
            while (await incoming.MoveNext(cancellationToken))
            {
                Receive(incoming.Current);
            }
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or Grpc.Core.RpcException)
        {
            // The worker has gone without a word: what waits for it is told so below.
        }
        finally
        {
            _outgoing.Writer.TryComplete();
            await stop.CancelAsync();
            await writing;
            End();
        }
    }

    private static bool Succeeded(StatusResult result, string what) =>
        result.Status == StatusResult.Types.Status.Success ? true : throw new WorkerException($"The worker {what}: {result.Exception?.Message}");

    private async Task<StreamingMessage> AskAsync(StreamingMessage message, CancellationToken cancellationToken)
    {
        message.RequestId = Guid.CreateVersion7().ToString("N");
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests[message.RequestId] = answer;
        try
        {
            Send(message);
            return await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _requests.TryRemove(message.RequestId, out _);
        }
    }

    private void Send(StreamingMessage message)
    {
        if (!_outgoing.Writer.TryWrite(message) || _ended.Task.IsCompleted)
        {
            throw new WorkerProcessExitException();
        }
    }

    private void Receive(StreamingMessage message)
    {
        if (message.ContentCase == StreamingMessage.ContentOneofCase.RpcLog)
        {
            log.Write(message.RpcLog);
        }
        else if (message.ContentCase == StreamingMessage.ContentOneofCase.InvocationResponse)
        {
            if (_invocations.TryGetValue(message.InvocationResponse.InvocationId, out var invocation))
            {
                invocation.TrySetResult(message.InvocationResponse);
            }
        }
        else if (_requests.TryGetValue(message.RequestId, out var request))
        {
            request.TrySetResult(message);
        }
    }

    private async Task WriteAsync(IAsyncStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                await outgoing.WriteAsync(message, cancellationToken);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or InvalidOperationException or IOException or Grpc.Core.RpcException)
        {
            // The stream has ended; the reader sees it too, and ends what waits.
        }
    }

    private void End()
    {
        _ended.TrySetResult();
        foreach (var request in _requests.Values)
        {
            request.TrySetException(new WorkerProcessExitException());
        }

        foreach (var invocation in _invocations.Values)
        {
            invocation.TrySetException(new WorkerProcessExitException());
        }
    }
}
