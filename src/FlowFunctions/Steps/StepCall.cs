using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Steps;

/// <summary>A step of a run, as its target and the activities around it are given it. Travels as JSON through the orchestration's history.</summary>
public sealed record StepCall
{
    /// <summary>Id of the run; the partition of everything that the run stores.</summary>
    public required string RunId { get; init; }

    /// <summary>Null where an integration runs by itself.</summary>
    public string? FlowId { get; init; }

    /// <summary>Id of the integration.</summary>
    public required string Referrer { get; init; }

    /// <summary>The integration's name when the run started.</summary>
    public required string Name { get; init; }

    /// <summary>Names this try of this step of this run; the same however often the target is asked, so that it can tell a repetition from a new task.</summary>
    public required string OperationId { get; init; }

    /// <summary>The first one in calls from before there were retries.</summary>
    public StepTry Try { get; init; } = StepTry.First;

    /// <summary>UTC; when this try started. The timeouts count from here.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>How long the first activity may wait for the step's end before the wait becomes durable.</summary>
    public required TimeSpan InlineWait { get; init; }

    /// <summary>With masks in place of its secrets, but in runs that an earlier version started; null unless the integration is an HTTP endpoint.</summary>
    public EndpointInput? Endpoint { get; init; }

    /// <summary>Null unless the integration works on an Anaplan model.</summary>
    public AnaplanWork? Anaplan { get; init; }

    /// <summary>The flow's own limit for a try; null leaves it to the integration.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The run's span, as W3C <c>traceparent</c>: the step's is under it. Null in runs that started before runs had spans.</summary>
    public string? TraceParent { get; init; }

    /// <summary>UTC. The try ends as timed out when it is not done by then: the earlier of what the flow and what the integration allows it.</summary>
    public DateTime Deadline()
    {
        var own = Endpoint?.Timeout ?? AnaplanWork.Timeout;
        return StartedAt + (Timeout < own ? Timeout.Value : own);
    }
}
