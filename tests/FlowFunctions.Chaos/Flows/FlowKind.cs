namespace FlowFunctions.Chaos.Flows;

internal enum FlowKind
{
    /// <summary>Its steps call endpoints, and callers start it.</summary>
    Called,

    /// <summary>Its steps call endpoints, and a schedule starts it, and nobody else.</summary>
    Scheduled,

    /// <summary>Its steps load files into models, and callers start it.</summary>
    Loads,

    /// <summary>So many steps call endpoints, most of them one after the other, that the history of a run starts over, and one of them is slow; callers start it.</summary>
    Long,

    /// <summary>One of its steps never ends by itself, and callers start each run and cancel it.</summary>
    Cancelled,
}
