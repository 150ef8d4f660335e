namespace AnaplanSimulator.Tasks;

/// <summary>How long the states of a task last at least, by the simulator's clock. All are zero unless set.</summary>
public sealed record TaskTiming
{
    /// <summary>From the task's turn to its start: it stays NOT_STARTED.</summary>
    public TimeSpan StartDelay { get; init; }

    /// <summary>From its start to its end, shared equally by the actions of a process: it stays IN_PROGRESS, also where the work is done sooner.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>From the call that cancels it to CANCELLED.</summary>
    public TimeSpan CancelDelay { get; init; }

    /// <summary>From its creation to the first list of its action's tasks that has it.</summary>
    public TimeSpan ListDelay { get; init; }

    /// <summary>From its end to the first look that has its result: it is COMPLETE without one.</summary>
    public TimeSpan ResultDelay { get; init; }
}
