using Grpc.Core;

namespace FlowFunctions.LocalHost.Rpc;

/// <summary>The address that a worker connects to. Takes the stream of the one worker that was started with the awaited id, and refuses all others.</summary>
internal sealed class FunctionRpcService(WorkerDoor door) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken)
            || requestStream.Current.ContentCase != StreamingMessage.ContentOneofCase.StartStream
            || door.Enter(requestStream.Current.StartStream.WorkerId) is not { } channel)
        {
            throw new Grpc.Core.RpcException(new Status(StatusCode.PermissionDenied, "This host did not start that worker."));
        }

        await channel.RunAsync(requestStream, responseStream, context.CancellationToken);
    }
}
