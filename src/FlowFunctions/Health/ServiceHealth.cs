using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Health;

/// <summary>
/// Runs the checks, once for all who ask within <see cref="Freshness"/>, so that a flood of probes is none for the storage account, and remembers since when
/// each one fails. Thread-safe.
/// </summary>
public sealed partial class ServiceHealth(HealthCheckService checks, DurableHub hub, TimeProvider time, ILogger<ServiceHealth> logger)
{
    /// <summary>How long a reading is given out.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    /// <summary>Of one check; all run at the same time. What probes wait for by default (Kubernetes, timeoutSeconds), and tens of times what a healthy account takes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _failingSince = new(StringComparer.Ordinal);
    private Task<IReadOnlyList<CheckReading>>? _latest;
    private TaskCompletionSource _failing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _readAt;

    /// <param name="client">The client of the invocation that asks.</param>
    /// <param name="cancellationToken">Lets the caller go; the checks end by themselves.</param>
    public Task<IReadOnlyList<CheckReading>> ReadAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        hub.Use(client);
        return ReadAsync(cancellationToken);
    }

    /// <summary>With the client of whoever asked last.</summary>
    internal Task<IReadOnlyList<CheckReading>> ReadAsync(CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<CheckReading>> reading;
        lock (_gate)
        {
            if (_latest is null || (_latest.IsCompleted && time.GetElapsedTime(_readAt) >= Freshness))
            {
                _latest = CheckAsync();
            }

            reading = _latest;
        }

        return reading.WaitAsync(cancellationToken);
    }

    /// <summary>Completes when a check has failed, at once where one failed in the latest reading.</summary>
    internal Task WhenFailingAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _failing.Task.WaitAsync(cancellationToken);
        }
    }

    private async Task<IReadOnlyList<CheckReading>> CheckAsync()
    {
        try
        {
            // Not the caller's token: others wait for the same reading. Each check has its own limit.
            var report = await checks.CheckHealthAsync(CancellationToken.None);
            List<CheckReading> readings = [.. report.Entries.Select(entry => Read(entry.Key, entry.Value))];
            Note(readings.Exists(reading => reading.Problem is not null));
            return readings;
        }
        finally
        {
            _readAt = time.GetTimestamp();
        }
    }

    private void Note(bool fails)
    {
        lock (_gate)
        {
            if (fails)
            {
                _failing.TrySetResult();
            }
            else if (_failing.Task.IsCompleted)
            {
                _failing = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    private CheckReading Read(string name, HealthReportEntry entry)
    {
        if (entry.Status == HealthStatus.Healthy)
        {
            if (_failingSince.Remove(name, out var failedAt))
            {
                LogPasses(name, time.GetUtcNow() - failedAt);
            }

            return new(name, entry.Duration, Problem: null, Since: null);
        }

        var problem = entry.Exception is { } fault ? CheckFaults.Describe(fault, Patience) : entry.Description ?? "The check failed.";
        if (_failingSince.TryAdd(name, time.GetUtcNow()))
        {
            LogFails(name, problem, entry.Exception);
        }

        return new(name, entry.Duration, problem, _failingSince[name]);
    }

    [LoggerMessage(1901, LogLevel.Warning, "The health check '{Check}' fails: {Problem}")]
    private partial void LogFails(string check, string problem, Exception? exception);

    [LoggerMessage(1902, LogLevel.Information, "The health check '{Check}' passes again, after {Duration}.")]
    private partial void LogPasses(string check, TimeSpan duration);
}
