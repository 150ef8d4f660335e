namespace FlowFunctions.Chaos.Target;

/// <summary>What the target remembers of an operation. Times are time stamps of <see cref="TimeProvider.System"/>. Changed under the lock of <see cref="Operations"/>.</summary>
/// <param name="id">Its operation id.</param>
/// <param name="runId">Of the flow's run.</param>
/// <param name="step">Names the step among those of all flows.</param>
/// <param name="script">What becomes of it.</param>
/// <param name="firstCallAt">When it was first asked for.</param>
internal sealed class Operation(string id, string runId, string step, OperationScript script, long firstCallAt)
{
    public string Id { get; } = id;

    public string RunId { get; } = runId;

    public string Step { get; } = step;

    public OperationScript Script { get; } = script;

    public long FirstCallAt { get; } = firstCallAt;

    public long LastCallAt { get; set; } = firstCallAt;

    /// <summary>How often it was asked for; polls do not count.</summary>
    public int Calls { get; set; } = 1;

    /// <summary>Polls of its task.</summary>
    public int Polls { get; set; }

    /// <summary>When its work began; null where only faults were answered.</summary>
    public long? BegunAt { get; set; }

    /// <summary>When its end was first put into an answer, whether that arrived or not; null before that.</summary>
    public long? ToldAt { get; set; }

    /// <summary>Calls that came after its end had been told.</summary>
    public int CallsAfterEnd { get; set; }

    /// <summary>Whether its task was cancelled.</summary>
    public bool IsCancelled { get; set; }
}
