using Azure.Core;
using Azure.Core.Pipeline;

namespace FlowFunctions.Tests.Schedules;

/// <summary>Holds requests to storage of one kind until so many of them are under way at the same time; where they never are, they fail.</summary>
internal sealed class GatheringTransport(int number, Func<Request, bool> isOne) : HttpPipelineTransport, IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly HttpClientTransport _real = new();
    private readonly TaskCompletionSource _gathered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _held;

    public override Request CreateRequest() => _real.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Storage is called asynchronously only.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        if (isOne(message.Request))
        {
            if (Interlocked.Increment(ref _held) == number)
            {
                _gathered.SetResult();
            }

            await _gathered.Task.WaitAsync(Deadline, message.CancellationToken);
        }

        await _real.ProcessAsync(message);
    }

    public void Dispose() => _real.Dispose();
}
