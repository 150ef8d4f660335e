using FlowFunctions.Core;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Runs;

/// <summary>What a run starts with: its record, and everything that it needs of its flow and integrations, as they are when it starts. Nothing is written.</summary>
internal sealed class RunPreparation(IntegrationStore integrations, IOptions<RunsOptions> options, TimeProvider time)
{
    /// <summary>Of a flow, by its integrations as they are now.</summary>
    public async Task<RunInput> OfFlowAsync(
        FlowDocument flow, RunSelection selection, RunOrder order, CancellationToken cancellationToken)
    {
        var existing = await integrations.GetManyAsync(flow.References, cancellationToken);
        return InputOf(
            RunKind.Flow,
            new FlowSnapshot
            {
                FlowId = flow.Id,
                Name = flow.Name,
                Steps =
                [
                    .. flow.Input.Steps.Select(step => new StepSnapshot
                    {
                        Referrer = step.Referrer,
                        Name = existing.GetValueOrDefault(step.Referrer)?.Name ?? step.Referrer,
                        DependsOn = step.DependsOn ?? [],
                        IsSkipped = step.IsSkipped,
                        OnFailure = step.OnFailure,
                        OnPartialSuccess = step.OnPartialSuccess,
                        Timeout = step.Timeout,
                        Retry = step.Retry,
                    }),
                ],
            },
            [.. flow.References.Where(existing.ContainsKey).Select(id => existing[id])],
            selection,
            order,
            flow.Input.Timeout);
    }

    /// <summary>Of an integration by itself, as a flow of one step.</summary>
    public RunInput OfIntegration(IntegrationDocument integration, RunOrder order) =>
        InputOf(
            RunKind.Integration,
            new FlowSnapshot
            {
                FlowId = integration.Id,
                Name = integration.Name,
                Steps = [new StepSnapshot { Referrer = integration.Id, Name = integration.Name }],
            },
            [integration],
            RunSelection.Everything,
            order);

    private RunInput InputOf(
        RunKind kind, FlowSnapshot flow, IReadOnlyList<IntegrationDocument> existing, RunSelection selection, RunOrder order, TimeSpan? timeout = null)
    {
        var now = time.GetUtcNow();
        var inputs = existing.ToDictionary(integration => integration.Id, integration => integration.Input, StringComparer.Ordinal);
        return new()
        {
            Run = new()
            {
                Id = order.RunId ?? ResourceId.New(now),
                Kind = kind,
                OwnerId = flow.FlowId,
                Name = flow.Name,
                Trigger = order.Trigger,
                TraceId = order.TraceId,
                TraceParent = order.TraceParent,
                Selection = selection,
                StartDate = now.UtcDateTime,
                Steps =
                [
                    .. flow.Steps.Select(step => new StepRecord
                    {
                        Referrer = step.Referrer,
                        Name = step.Name,
                        Definition = kind == RunKind.Flow ? StepDefinition.Of(flow, step, inputs.GetValueOrDefault(step.Referrer)) : null,
                    }),
                ],
            },
            Flow = flow,
            Integrations = [.. existing.Select(integration => IntegrationSnapshot.Of(integration.Id, integration.Input, integration.LatestRun))],
            MaxParallelSteps = options.Value.MaxParallelSteps,
            MaxRunDuration = timeout < options.Value.MaxRunDuration ? timeout.Value : options.Value.MaxRunDuration,
            InlineWait = options.Value.InlineWait,
            StepsPerExecution = RunFlow.StepsPerExecution,
            Ways = RunInput.LatestWays,
        };
    }
}
