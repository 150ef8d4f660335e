using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>Makes replay-safe loggers. It owns no logger, so disposing it does nothing.</summary>
internal sealed class ReplaySafeLoggerFactory(TaskOrchestrationContext context, Func<ILoggerFactory> loggers) : ILoggerFactory
{
    // A context that wraps another may hand on that one's replay-safe factory: do not wrap it twice.
    internal ILoggerFactory Inner => loggers() is ReplaySafeLoggerFactory wrapped && wrapped != this ? wrapped.Inner : loggers();

    public ILogger CreateLogger(string categoryName) => new ReplaySafeLogger(context, Inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("Providers are added to the application's logger factory, not to a replay-safe one.");

    public void Dispose()
    {
    }
}
