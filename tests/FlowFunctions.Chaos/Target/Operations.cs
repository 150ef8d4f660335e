using FlowFunctions.Chaos.Flows;

namespace FlowFunctions.Chaos.Target;

/// <summary>What the target remembers: each operation by its id, as a target must that may be asked twice. Thread-safe.</summary>
/// <param name="seed">Of the trial.</param>
/// <param name="paces">Of steps that have not the usual one.</param>
/// <param name="time">Of the trial.</param>
internal sealed class Operations(int seed, IReadOnlyDictionary<string, StepPace> paces, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _beginning = time.GetTimestamp();
    private readonly Dictionary<string, Operation> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Operation>> _byStep = new(StringComparer.Ordinal);

    /// <summary>Of each call that this has been told of, what it gets; null where the operation is under way or over, and its answer follows from that.</summary>
    public (Operation Operation, CallFault? Fault) Call(string operationId, string runId, string step)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (_byId.TryGetValue(operationId, out var operation))
            {
                operation.Calls++;
                operation.LastCallAt = now;
                operation.CallsAfterEnd += operation.ToldAt is null ? 0 : 1;
            }
            else
            {
                _byId[operationId] = operation = Begin(operationId, runId, step, now);
            }

            var fault = operation.Calls <= operation.Script.Faults.Count ? operation.Script.Faults[operation.Calls - 1] : (CallFault?)null;
            if (fault?.HasEffect() != false)
            {
                operation.BegunAt ??= now;
            }

            return (operation, fault);
        }
    }

    /// <summary>An operation whose task is looked at.</summary>
    /// <returns>Null where there is none.</returns>
    public Operation? Poll(string operationId)
    {
        lock (_lock)
        {
            var operation = _byId.GetValueOrDefault(operationId);
            if (operation is not null)
            {
                operation.Polls++;
            }

            return operation;
        }
    }

    /// <returns>False where there is none.</returns>
    public bool Cancel(string operationId)
    {
        lock (_lock)
        {
            if (!_byId.TryGetValue(operationId, out var operation))
            {
                return false;
            }

            operation.IsCancelled = true;
            return true;
        }
    }

    /// <summary>The operation's end goes into an answer.</summary>
    public void Tell(Operation operation)
    {
        lock (_lock)
        {
            operation.ToldAt ??= time.GetTimestamp();
        }
    }

    /// <summary>How much of the operation's time is left; zero at its end.</summary>
    public TimeSpan LeftOf(Operation operation)
    {
        lock (_lock)
        {
            var left = operation.BegunAt is { } begun ? operation.Script.Takes - time.GetElapsedTime(begun) : operation.Script.Takes;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>All so far, by the step and in the order of their first calls.</summary>
    public ILookup<string, OperationView> ByStep()
    {
        lock (_lock)
        {
            return _byId.Values.OrderBy(operation => operation.FirstCallAt).ToLookup(operation => operation.Step, ViewOf, StringComparer.Ordinal);
        }
    }

    /// <summary>Of repeated calls: how many there were, and how many of them came when the end had been told.</summary>
    public (int All, int AfterEnd) Repeats()
    {
        lock (_lock)
        {
            return (_byId.Values.Sum(operation => operation.Calls - 1), _byId.Values.Sum(operation => operation.CallsAfterEnd));
        }
    }

    private OperationView ViewOf(Operation operation) => new(
        operation.Id,
        operation.RunId,
        operation.Script.Outcome,
        Seconds(operation.FirstCallAt),
        operation.ToldAt is { } told ? Seconds(told) : null,
        Seconds(operation.LastCallAt),
        operation.Calls,
        operation.Polls,
        operation.IsCancelled);

    private double Seconds(long timestamp) => time.GetElapsedTime(_beginning, timestamp).TotalSeconds;

    private Operation Begin(string operationId, string runId, string step, long now)
    {
        if (!_byStep.TryGetValue(step, out var earlier))
        {
            _byStep[step] = earlier = [];
        }

        var runs = earlier.Select(operation => operation.RunId).Distinct(StringComparer.Ordinal).ToList();
        var run = runs.IndexOf(runId) is >= 0 and var known ? known : runs.Count;
        var @try = earlier.Count(operation => operation.RunId == runId) + 1;
        var begun = new Operation(operationId, runId, step, OperationScript.Draw(seed, step, paces.GetValueOrDefault(step), run + 1, @try), now);
        earlier.Add(begun);
        return begun;
    }
}
