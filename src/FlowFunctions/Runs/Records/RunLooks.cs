using System.Collections.Concurrent;

namespace FlowFunctions.Runs;

/// <summary>What those who watch runs see, read once for all who ask within a second. Thread-safe.</summary>
public sealed class RunLooks(TimeProvider time)
{
    /// <summary>From the beginning of a reading.</summary>
    public static readonly TimeSpan SharedFor = TimeSpan.FromSeconds(1);

    /// <summary>Readings kept before those that are too old are thrown away.</summary>
    private const int Tidy = 256;

    private readonly ConcurrentDictionary<string, Look> _looks = new(StringComparer.Ordinal);

    /// <summary>A reading of the run that began within the last second, and where there is none a new one.</summary>
    /// <param name="runId">Of the run.</param>
    /// <param name="read">Reads it. Not bound to this caller: others may wait for it too.</param>
    /// <param name="cancellationToken">Ends the wait, and no reading.</param>
    public async Task<RunDocument?> ShareAsync(string runId, Func<Task<RunDocument?>> read, CancellationToken cancellationToken)
    {
        var fresh = new Look(time.GetTimestamp(), new(read));
        var look = _looks.AddOrUpdate(runId, fresh, (_, known) => time.GetElapsedTime(known.Began) < SharedFor ? known : fresh);
        if (look == fresh && _looks.Count > Tidy)
        {
            foreach (var old in _looks.Where(known => time.GetElapsedTime(known.Value.Began) >= SharedFor))
            {
                _looks.TryRemove(old);
            }
        }

        try
        {
            var run = await look.Run.Value.WaitAsync(cancellationToken);
            if (run is null)
            {
                // It may be started the next moment, and whoever started it must find it.
                _looks.TryRemove(new(runId, look));
            }

            return run;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            _looks.TryRemove(new(runId, look));
            throw;
        }
    }

    /// <summary>The run is not any more as it was seen.</summary>
    public void Forget(string runId) => _looks.TryRemove(runId, out _);

    /// <param name="Began">A time stamp.</param>
    /// <param name="Run">Begins when the first waits for it.</param>
    private sealed record Look(long Began, Lazy<Task<RunDocument?>> Run);
}
