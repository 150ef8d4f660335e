using AnaplanSimulator.Files;

namespace AnaplanSimulator.Tasks;

/// <summary>One run of an action. It waits for its turn, works, and is complete; or is cancelled on the way.</summary>
internal sealed class ModelTask(string actionId, TimeProvider time, StoredContent? upload = null) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancelled = new();
    private readonly Dictionary<string, StoredContent> _dumps = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _creationTime = time.GetUtcNow();
    private TaskState _state = TaskState.NotStarted;
    private double _progress;
    private string _step = "Waiting for its turn";
    private TaskResult? _result;
    private DateTimeOffset? _endTime;

    public string Id { get; } = Guid.CreateVersion7(time.GetUtcNow()).ToString("N").ToUpperInvariant();

    public string ActionId { get; } = actionId;

    /// <summary>What its imports read in place of the model's files: an upload is its user's own. Null: what was uploaded last.</summary>
    public StoredContent? Upload { get; } = upload;

    /// <summary>When someone cancels the task.</summary>
    public CancellationToken Cancelled => _cancelled.Token;

    public TaskSnapshot Look()
    {
        lock (_lock)
        {
            return new TaskSnapshot(Id, ActionId, _state, Math.Round(_progress, 3), _step, _creationTime, _result, _endTime);
        }
    }

    /// <summary>The rejected rows of an import, or of one import of a process; null where there are none.</summary>
    public StoredContent? Dump(string importId)
    {
        lock (_lock)
        {
            return _dumps.GetValueOrDefault(importId);
        }
    }

    public bool TryStart()
    {
        lock (_lock)
        {
            if (_state != TaskState.NotStarted)
                return false;
            _state = TaskState.InProgress;
            _step = "Starting";
            return true;
        }
    }

    public void Report(string step, double progress)
    {
        lock (_lock)
        {
            if (_state != TaskState.InProgress)
                return;
            _step = step;

            // 1 is for what is complete.
            _progress = Math.Clamp(progress, _progress, 0.99);
        }
    }

    /// <param name="result">What the task ends with.</param>
    /// <param name="dumps">By the id of the import.</param>
    /// <param name="commit">Makes the task's changes the model's; called where the task is not cancelled, and before anyone sees it complete.</param>
    public bool TryComplete(TaskResult result, IReadOnlyDictionary<string, StoredContent> dumps, Action commit)
    {
        lock (_lock)
        {
            if (_state != TaskState.InProgress)
                return false;
            commit();
            foreach (var (importId, dump) in dumps)
                _dumps[importId] = dump;
            (_state, _progress, _step, _result, _endTime) = (TaskState.Complete, 1, result.Successful ? "Complete." : "Failed.", result, time.GetUtcNow());
            return true;
        }
    }

    /// <summary>Ends it without a result. False where it is cancelled.</summary>
    public bool TryFail()
    {
        lock (_lock)
        {
            if (_state != TaskState.InProgress)
                return false;
            (_state, _step, _endTime) = (TaskState.Failed, "Failed.", time.GetUtcNow());
            return true;
        }
    }

    /// <summary>A waiting task is cancelled at once, a working one as soon as it sees it. False where the task has ended before.</summary>
    public bool Cancel()
    {
        lock (_lock)
        {
            switch (_state)
            {
                case TaskState.NotStarted:
                    (_state, _step, _endTime) = (TaskState.Cancelled, "Cancelled.", time.GetUtcNow());
                    break;
                case TaskState.InProgress:
                    (_state, _step) = (TaskState.Cancelling, "Cancelling");
                    break;
                case TaskState.Complete or TaskState.Failed or TaskState.Cancelling or TaskState.Cancelled:
                default:
                    return _state == TaskState.Cancelling;
            }
        }

        // Outside of the lock: what waits for it may go on in this call.
        _cancelled.Cancel();
        return true;
    }

    public void EndCancelled()
    {
        lock (_lock)
        {
            if (_state == TaskState.Cancelling)
                (_state, _step, _endTime) = (TaskState.Cancelled, "Cancelled.", time.GetUtcNow());
        }
    }

    public void Dispose() => _cancelled.Dispose();
}
