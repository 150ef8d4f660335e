using FlowFunctions.Core;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Runs;

/// <summary>
/// Starts runs. Whoever takes the lock of a flow, with the very version of it that the run's snapshot was made from, starts its run; of
/// requests at the same time one wins and the others are told which run goes on.
/// </summary>
public sealed class RunStarter(
    FlowStore flows, IntegrationStore integrations, RunLauncher launcher, InterruptedRuns interrupted, IOptions<RunsOptions> options, TimeProvider time)
{
    /// <summary>Runs a flow, or the steps of it that the request names.</summary>
    public Task<RunStart> StartFlowAsync(
        DurableTaskClient client, string flowId, RunRequest request, RunOrder order, CancellationToken cancellationToken) =>
        StartFlowAsync(
            client,
            flowId,
            order,
            flow => RunSelectionRules.Check(flow, request) is { Count: > 0 } problems
                ? new Selected(new RunStart.Invalid(problems))
                : new Selected(new RunSelection { StepsToRun = request.StepsToRun }),
            cancellationToken);

    /// <summary>
    /// Runs again what an earlier run did not get done, by the flow and integrations as they are now, because people repair them in
    /// between. Steps are matched by their referrers: one that the flow no longer has is ignored, one that it has got since runs.
    /// </summary>
    public async Task<RunStart> ResumeAsync(DurableTaskClient client, RunDocument run, RunOrder order, CancellationToken cancellationToken) =>
        run.EndDate is null
            ? new RunStart.Busy(run.Id)
            : await StartFlowAsync(
                client,
                run.OwnerId,
                order,
                flow => ResumePlan.Of(run, flow) is { } selection
                    ? new Selected(selection)
                    : new Selected(new RunStart.Refused($"Run {run.Id} has left nothing to do.")),
                cancellationToken);

    /// <summary>Runs an integration by itself, as a flow of one step.</summary>
    public Task<RunStart> StartIntegrationAsync(
        DurableTaskClient client, string integrationId, RunOrder order, CancellationToken cancellationToken) =>
        StartAsync(
            client,
            integrations,
            integrationId,
            order,
            (integration, _) => Task.FromResult(new Prepared(SnapshotOf(integration, order))),
            cancellationToken);

    private Task<RunStart> StartFlowAsync(
        DurableTaskClient client, string flowId, RunOrder order, Func<FlowInput, Selected> select, CancellationToken cancellationToken) =>
        StartAsync(
            client,
            flows,
            flowId,
            order,
            async (flow, token) =>
            {
                var selected = select(flow.Input);
                return selected.Selection is { } selection
                    ? new Prepared(SnapshotOf(flow, await integrations.GetManyAsync(flow.References, token), selection, order))
                    : new Prepared(selected.Refusal!);
            },
            cancellationToken);

    private async Task<RunStart> StartAsync<TDocument>(
        DurableTaskClient client,
        DocumentStore<TDocument> store,
        string id,
        RunOrder order,
        Func<TDocument, CancellationToken, Task<Prepared>> prepare,
        CancellationToken cancellationToken)
        where TDocument : Runnable
    {
        if (order.RunId is { } asked && await launcher.WasStartedAsync(client, asked, cancellationToken))
        {
            return new RunStart.Started(asked);
        }

        while (true)
        {
            if (await store.GetAsync(id, cancellationToken) is not { } document)
            {
                return new RunStart.Unknown();
            }

            // A lock of the run's own is what an earlier try of the same order has left: it is taken again.
            if (document.ActiveRunId is { } active && active != order.RunId)
            {
                if (await interrupted.IsHeldAsync(client, document, cancellationToken))
                {
                    return new RunStart.Busy(active);
                }

                await interrupted.ReleaseAsync(client, document, cancellationToken);
                continue;
            }

            var prepared = await prepare(document, cancellationToken);
            if (prepared.Input is not { } input)
            {
                return prepared.Refusal!;
            }

            var locked = await store.ReplaceAsync(document, RunLock.Take(document, input.Run), cancellationToken);
            if (locked.IsWritten)
            {
                await launcher.LaunchAsync(client, input, isAskedAgain: order.RunId is not null, cancellationToken);
                return new RunStart.Started(input.Run.Id);
            }

            // Somebody changed, ran or deleted it meanwhile: what is true now decides.
        }
    }

    private RunInput SnapshotOf(
        FlowDocument flow, IReadOnlyDictionary<string, IntegrationDocument> existing, RunSelection selection, RunOrder order) =>
        InputOf(
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
            [.. flow.References.Where(existing.ContainsKey).Select(id => IntegrationSnapshot.Of(id, existing[id].Input))],
            selection,
            order,
            flow.Input.Timeout);

    private RunInput SnapshotOf(IntegrationDocument integration, RunOrder order) =>
        InputOf(
            RunKind.Integration,
            new FlowSnapshot
            {
                FlowId = integration.Id,
                Name = integration.Name,
                Steps = [new StepSnapshot { Referrer = integration.Id, Name = integration.Name }],
            },
            [IntegrationSnapshot.Of(integration.Id, integration.Input)],
            RunSelection.Everything,
            order);

    private RunInput InputOf(
        RunKind kind, FlowSnapshot flow, IReadOnlyList<IntegrationSnapshot> existing, RunSelection selection, RunOrder order, TimeSpan? timeout = null)
    {
        var now = time.GetUtcNow();
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
                Steps = [.. flow.Steps.Select(step => new StepRecord { Referrer = step.Referrer, Name = step.Name })],
            },
            Flow = flow,
            Integrations = existing,
            MaxParallelSteps = options.Value.MaxParallelSteps,
            MaxRunDuration = timeout < options.Value.MaxRunDuration ? timeout.Value : options.Value.MaxRunDuration,
            InlineWait = options.Value.InlineWait,
        };
    }

    private readonly record struct Selected(RunSelection? Selection, RunStart? Refusal)
    {
        public Selected(RunSelection selection)
            : this(selection, null)
        {
        }

        public Selected(RunStart refusal)
            : this(null, refusal)
        {
        }
    }

    private readonly record struct Prepared(RunInput? Input, RunStart? Refusal)
    {
        public Prepared(RunInput input)
            : this(input, null)
        {
        }

        public Prepared(RunStart refusal)
            : this(null, refusal)
        {
        }
    }
}
