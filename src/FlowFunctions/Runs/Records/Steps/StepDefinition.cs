using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Runs;

/// <summary>What a step was when its run started, as its flow and its integration had it. Small: a hundred of them are part of one row.</summary>
public sealed record StepDefinition
{
    /// <summary>Of the integration; that of an endpoint where it did not exist.</summary>
    public IntegrationType Type { get; init; }

    /// <summary>Null where the integration works on no model.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>Null where the integration works on no model.</summary>
    public string? ModelId { get; init; }

    /// <summary>Places in the flow, from 0, of the steps that it depends on: a hundred steps may depend on each other in 4,950 ways, which fit a row as numbers.</summary>
    public IReadOnlyList<int> DependsOn { get; init; } = [];

    public bool IsSkipped { get; init; }

    public ExceptionStrategy OnFailure { get; init; }

    public ExceptionStrategy OnPartialSuccess { get; init; }

    public TimeSpan? Timeout { get; init; }

    public StepRetry? Retry { get; init; }

    /// <param name="flow">That has the step.</param>
    /// <param name="step">The step.</param>
    /// <param name="integration">Null where it does not exist.</param>
    public static StepDefinition Of(FlowSnapshot flow, StepSnapshot step, IntegrationInput? integration)
    {
        var places = flow.Steps.Select((one, place) => (one.Referrer, place)).ToDictionary(one => one.Referrer, one => one.place, StringComparer.Ordinal);
        return new()
        {
            Type = integration?.TypeOf() ?? IntegrationType.Process,
            WorkspaceId = integration?.WorkspaceId,
            ModelId = integration?.ModelId,
            DependsOn = [.. step.DependsOn.Select(referrer => places[referrer])],
            IsSkipped = step.IsSkipped,
            OnFailure = step.OnFailure,
            OnPartialSuccess = step.OnPartialSuccess,
            Timeout = step.Timeout,
            Retry = step.Retry,
        };
    }
}
