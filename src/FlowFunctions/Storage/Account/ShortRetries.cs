using Azure.Core;
using Azure.Core.Pipeline;

namespace FlowFunctions.Storage;

/// <summary>
/// How often and when a client library of Azure's asks again, by exponential back-off. Where an answer says when to come back, the library would wait for just as long, be it a year, beside
/// every patience of its caller's and in whatever is held meanwhile. Here that is a wish: one that is longer than <paramref name="longestDelay"/> ends the tries, and goes with the answer to
/// the caller, who waits for it elsewhere. The library gives all who wait for a token the end of the first who asked; where that one's patience was over, those who have some left ask again.
/// </summary>
/// <param name="delay">Before the second try, about.</param>
/// <param name="longestDelay">Between two tries, about.</param>
internal sealed class ShortRetries(TimeSpan delay, TimeSpan longestDelay)
    : RetryPolicy(MaximumRetries, DelayStrategy.CreateExponentialDelayStrategy(delay, longestDelay))
{
    private const int MaximumRetries = 4;

    /// <summary>The library reads three headers; its own way of reading them is the one that counts. Of itself it waits for nothing.</summary>
    private static readonly DelayStrategy Wish = DelayStrategy.CreateFixedDelayStrategy(TimeSpan.Zero);

    protected override bool ShouldRetry(HttpMessage message, Exception? exception) =>
        IsOfAnother(message, exception) || (base.ShouldRetry(message, exception) && IsShort(message));

    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        IsOfAnother(message, exception) || (await base.ShouldRetryAsync(message, exception) && IsShort(message));

    /// <summary>Bounded by the caller's patience, or by <see cref="MaximumRetries"/> where nobody waits.</summary>
    private static bool IsOfAnother(HttpMessage message, Exception? exception) =>
        exception is StorageSilentException && !StoragePatience.IsOver && message.ProcessingContext.RetryNumber < MaximumRetries;

    private bool IsShort(HttpMessage message) => !message.HasResponse || Wish.GetNextDelay(message.Response, retryNumber: 1) <= longestDelay;
}
