using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Tests.Fuzzing;

/// <summary>Looks for secrets in every line that anything logs, in its exception and in its values; keeps the first lines that hold one. Thread-safe.</summary>
internal sealed class SecretWatch(params IReadOnlyList<string> secrets) : ILoggerProvider
{
    private const int Kept = 5;

    private readonly ConcurrentQueue<string> _leaks = new();
    private long _lines;

    /// <summary>The first lines with a secret.</summary>
    public IReadOnlyCollection<string> Leaks => _leaks;

    /// <summary>How many lines were looked at.</summary>
    public long Lines => Interlocked.Read(ref _lines);

    public ILogger CreateLogger(string categoryName) => new Reader(this, categoryName);

    public void Dispose()
    {
    }

    /// <summary>Keeps the text where it holds a secret.</summary>
    public void Look(string text)
    {
        Interlocked.Increment(ref _lines);
        if (_leaks.Count < Kept && secrets.Any(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase)))
        {
            _leaks.Enqueue(text);
        }
    }

    private sealed class Reader(SecretWatch watch, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(pair => pair.Value)) : "";
            watch.Look($"{category}: {formatter(state, exception)} {exception} {values}");
        }
    }
}
