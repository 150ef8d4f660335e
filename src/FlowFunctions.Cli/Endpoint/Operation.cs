namespace FlowFunctions.Cli.Endpoint;

/// <summary>
/// One piece of work that a step asked for. It exists once for each operation id, however often the call is repeated.
/// The sample's work is the passing of time; a real endpoint keeps the operation in a database, so that it survives a restart.
/// </summary>
internal sealed class Operation(string id, StepScript script, TimeSpan duration, TimeProvider time)
{
    private readonly Lock _lock = new();
    private int _refusals;
    private DateTimeOffset? _startedAt;
    private bool _cancelled;

    public string Id { get; } = id;

    /// <summary>Starts the work, unless it has started before. False while the endpoint is not able to: the caller should try again.</summary>
    public bool TryStart()
    {
        lock (_lock)
        {
            if (_startedAt is not null)
                return true;
            if (_refusals < script.Refusals)
            {
                _refusals++;
                return false;
            }

            _startedAt = time.GetUtcNow();
            return true;
        }
    }

    public void Cancel()
    {
        lock (_lock)
        {
            _cancelled = true;
        }
    }

    /// <summary>The outcome when the work is done, else how far it is.</summary>
    public (bool IsDone, StepAnswer Answer) Look()
    {
        lock (_lock)
        {
            if (_cancelled)
                return (true, new StepAnswer { Outcome = "failure", Message = "Cancelled" });
            var worked = _startedAt is { } start ? time.GetUtcNow() - start : TimeSpan.Zero;
            if (_startedAt is null || worked < duration)
                return (false, new StepAnswer { Progress = Math.Round(Math.Max(0, worked / duration), 2) });
            return (true, new StepAnswer { Outcome = script.Outcome, Message = script.Message, ExecutionErrorCode = script.ExecutionErrorCode, Details = script.Details?.DeepClone() });
        }
    }
}
