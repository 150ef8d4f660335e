namespace FlowFunctions.Runs;

/// <summary>Who asks for a run, and under which trace.</summary>
public sealed record RunOrder(RunTrigger Trigger, string TraceId)
{
    /// <summary>The span of whoever asks, as W3C <c>traceparent</c> with the same trace id; null where there is none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>
    /// The run's id, where the order may be given more than once: the run of this id starts once, and an order whose start fails leaves
    /// what it has done for the next one to finish. Null for an order that is given once: the run gets a new id.
    /// </summary>
    public string? RunId { get; init; }
}
