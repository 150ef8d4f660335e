using Microsoft.Extensions.Logging;

namespace FlowFunctions.Telemetry;

/// <summary>
/// The warnings and errors of what runs outside of any function: hosted services, and the start. The Functions host takes lines of invocations alone, and drops the others (its source,
/// GrpcWorkerChannel.Log; https://github.com/Azure/azure-functions-dotnet-worker/issues/702), so that the process sends these itself. Those of invocations are left to the host, or they would
/// be there twice.
/// </summary>
/// <param name="lines">Makes the loggers that send, and is disposed with this.</param>
[ProviderAlias("OutsideInvocations")]
internal sealed class LinesOutsideInvocations(ILoggerFactory lines) : ILoggerProvider, ISupportExternalScope
{
    /// <summary>The attribute of the worker's scope around an invocation, by which it tells the host whose a line is (azure-functions-dotnet-worker, TraceConstants.InternalKeys).</summary>
    public const string InvocationId = "AzureFunctions_InvocationId";

    public const LogLevel Least = LogLevel.Warning;

    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new Logger(lines.CreateLogger(categoryName), _scopes);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose() => lines.Dispose();

    private sealed class Logger(ILogger line, IExternalScopeProvider scopes) : ILogger
    {
        private bool IsInInvocation
        {
            get
            {
                var found = new Found();
                scopes.ForEachScope(
                    static (scope, found) => found.IsInvocation |= scope is IEnumerable<KeyValuePair<string, object>> attributes && attributes.Any(attribute => attribute.Key == InvocationId),
                    found);
                return found.IsInvocation;
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= Least && line.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && !IsInInvocation)
            {
                line.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }

    private sealed class Found
    {
        public bool IsInvocation { get; set; }
    }
}
