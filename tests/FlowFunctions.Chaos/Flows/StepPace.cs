namespace FlowFunctions.Chaos.Flows;

/// <summary>How long what a step starts takes.</summary>
internal enum StepPace
{
    /// <summary>Seconds at most.</summary>
    Usual,

    /// <summary>In some runs it is a task of minutes, which is asked for so often that the history of the wait for it starts over; in the others as usual.</summary>
    Slow,

    /// <summary>It goes on until it is cancelled, or nobody waits for it any more.</summary>
    Endless,
}
