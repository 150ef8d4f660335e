using Azure.Core;
using Azure.Core.Pipeline;

namespace FlowFunctions.Embedded.Tests.Engine.Harness;

/// <summary>
/// Stands between an engine and its storage account. Killed, it lets nothing through any more and answers nothing: to the account the engine is as dead as
/// after kill -9. It can kill itself just before or just after the n-th write.
/// </summary>
internal sealed class CrashSwitch : HttpPipelineTransport, IDisposable
{
    private readonly HttpClientTransport _inner = new();
    private readonly TaskCompletionSource _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _writes;

    /// <summary>Which write kills, counted from 1; 0: none does.</summary>
    public int KillAtWrite { get; init; }

    /// <summary>Whether the killing write is performed first.</summary>
    public bool PerformIt { get; init; }

    /// <summary>While true, nothing answers: connections are refused.</summary>
    public bool IsOut { get; set; }

    public int Writes => Volatile.Read(ref _writes);

    public bool IsKilled => _killed.Task.IsCompleted;

    public Task Killed => _killed.Task;

    public void Kill() => _killed.TrySetResult();

    public void Dispose() => _inner.Dispose();

    public override Request CreateRequest() => _inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("The engine is asynchronous throughout.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        await StopIfKilledAsync(message);
        if (IsOut)
        {
            throw new HttpRequestException("Connection refused");
        }

        var kills = IsWrite(message.Request) && Interlocked.Increment(ref _writes) == KillAtWrite;
        if (kills && !PerformIt)
        {
            Kill();
        }

        await StopIfKilledAsync(message);
        await _inner.ProcessAsync(message);
        if (kills)
        {
            Kill();
        }

        await StopIfKilledAsync(message);
    }

    private static bool IsWrite(Request request) =>
        request.Method != RequestMethod.Get
        && !request.Uri.ToString().Contains("lease", StringComparison.Ordinal)
        && !request.Uri.ToString().Contains("/Tables", StringComparison.Ordinal)
        && !request.Uri.ToString().Contains("restype=container", StringComparison.Ordinal);

    private async Task StopIfKilledAsync(HttpMessage message)
    {
        if (IsKilled)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, message.CancellationToken);
        }
    }
}
