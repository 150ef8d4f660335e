using Azure.Core;
using Azure.Core.Pipeline;
using Grpc.Core;

namespace FlowFunctions.Storage;

/// <summary>
/// How long somebody's request waits for storage, and for the vault, altogether: for all calls that are made on its behalf and for their retries. A service that accepts connections and answers
/// nothing would keep a caller for the sum of all time-outs otherwise. What nobody waits for, such as an activity, has no such limit. By the machine's clock, as the client library's own
/// time-outs are.
/// </summary>
internal sealed class StoragePatience : HttpPipelinePolicy
{
    private static readonly AsyncLocal<long?> Until = new();

    /// <summary>From now on, in what the caller awaits. Takes effect only within an asynchronous method, and ends with it.</summary>
    public static void Begin(TimeSpan patience) => Until.Value = Environment.TickCount64 + (long)patience.TotalMilliseconds;

    /// <summary>Whether the caller waits no longer; never where nobody waits.</summary>
    public static bool IsOver => Until.Value is { } until && Environment.TickCount64 >= until;

    /// <summary>How long the caller waits still, not less than nothing; null where nobody waits.</summary>
    public static TimeSpan? Left => Until.Value is { } until ? TimeSpan.FromMilliseconds(Math.Max(0, until - Environment.TickCount64)) : null;

    /// <summary>
    /// The result of a call that comes to storage by another way than its client library: the task hub's, which the host makes, or what gives the token for it. It is given up when the time is over;
    /// what it was to do may still happen.
    /// </summary>
    /// <param name="call">Ends when its token is cancelled.</param>
    /// <param name="cancellationToken">Of the caller.</param>
    /// <exception cref="StorageSilentException">The time is over.</exception>
    public static async Task<T> LimitAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        if (Left is not { } left)
        {
            return await call(cancellationToken);
        }

        if (left <= TimeSpan.Zero)
        {
            // A call whose token is cancelled is made all the same by some.
            throw new StorageSilentException();
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(left);
        try
        {
            return await call(limit.Token);
        }
        catch (Exception exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested && exception is OperationCanceledException or RpcException)
        {
            throw new StorageSilentException(exception);
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("Storage is called asynchronously only.");

    /// <exception cref="StorageSilentException">The time is over.</exception>
    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (Until.Value is { } until)
        {
            var left = TimeSpan.FromMilliseconds(until - Environment.TickCount64);
            if (left <= TimeSpan.Zero)
            {
                throw new StorageSilentException();
            }

            message.NetworkTimeout = left < (message.NetworkTimeout ?? StorageAccount.NetworkTimeout) ? left : message.NetworkTimeout;
        }

        return ProcessNextAsync(message, pipeline);
    }
}
