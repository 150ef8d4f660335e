using System.Threading.Channels;
using FlowFunctions.LocalHost.Rpc;
using FlowFunctions.LocalHost.Tests.Functions;
using FlowFunctions.LocalHost.Workers;
using Grpc.Core;

namespace FlowFunctions.LocalHost.Tests.Workers;

/// <summary>A worker without a process, that has functions which nothing triggers by itself and answers whatever it is asked before it is ready.</summary>
internal sealed class SimulatedWorker : IWorkerRun, IAsyncStreamReader<StreamingMessage>, IAsyncStreamWriter<StreamingMessage>
{
    private static readonly StatusResult Success = new() { Status = StatusResult.Types.Status.Success };

    private readonly Channel<StreamingMessage> _answers = Channel.CreateUnbounded<StreamingMessage>();
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IReadOnlyList<string> _functions;

    /// <param name="door">Where it connects.</param>
    /// <param name="connection">What it was started with.</param>
    /// <param name="functions">Their names.</param>
    public SimulatedWorker(WorkerDoor door, WorkerConnection connection, params IReadOnlyList<string> functions)
    {
        _functions = functions;
        _ = door.Enter(connection.WorkerId)!.RunAsync(this, this, CancellationToken.None);
    }

    public Task<string> Ended => _ended.Task;

    public StreamingMessage Current { get; private set; } = new();

    public WriteOptions? WriteOptions { get; set; }

    public void Ready()
    {
    }

    public Uri HttpAddress(IReadOnlyDictionary<string, string> capabilities) => new("http://worker.example");

    /// <summary>As one that crashes.</summary>
    public void Crash()
    {
        _answers.Writer.TryComplete();
        _ended.TrySetResult("exit code 134");
    }

    public ValueTask DisposeAsync()
    {
        Crash();
        return ValueTask.CompletedTask;
    }

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!await _answers.Reader.WaitToReadAsync(cancellationToken))
        {
            return false;
        }

        Current = await _answers.Reader.ReadAsync(cancellationToken);
        return true;
    }

    public Task WriteAsync(StreamingMessage message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(StreamingMessage message, CancellationToken cancellationToken)
    {
        _answers.Writer.TryWrite(message.ContentCase switch
        {
            StreamingMessage.ContentOneofCase.WorkerInitRequest => new() { RequestId = message.RequestId, WorkerInitResponse = new() { Result = Success } },
            StreamingMessage.ContentOneofCase.FunctionsMetadataRequest => new() { RequestId = message.RequestId, FunctionMetadataResponse = Functions() },
            _ => new() { RequestId = message.RequestId, FunctionLoadResponse = new() { Result = Success } },
        });
        return Task.CompletedTask;
    }

    private FunctionMetadataResponse Functions()
    {
        var answer = new FunctionMetadataResponse { Result = Success };
        answer.FunctionMetadataResults.AddRange(
            _functions.Select(name => SampleFunctions.Metadata(name, """{"name":"context","type":"orchestrationTrigger","direction":"In"}""")));
        return answer;
    }
}
