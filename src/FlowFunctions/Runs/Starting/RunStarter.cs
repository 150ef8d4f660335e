using Azure;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Runs;

/// <summary>
/// Starts runs. Whoever takes the lock of a flow, with the very version of it that the run's snapshot was made from, starts its run; of
/// requests at the same time one wins and the others are told which run goes on.
/// </summary>
public sealed partial class RunStarter(
    FlowStore flows,
    IntegrationStore integrations,
    RunStore runs,
    RunLauncher launcher,
    InterruptedRuns interrupted,
    IOptions<RunsOptions> options,
    TimeProvider time,
    ILogger<RunStarter> logger)
{
    private readonly RunPreparation _preparation = new(integrations, options, time);

    /// <summary>Runs a flow, or the steps of it that the request names.</summary>
    public Task<RunStart> StartFlowAsync(
        DurableTaskClient client, string flowId, RunRequest request, RunOrder order, CancellationToken cancellationToken) =>
        StartAsync(
            client,
            flows,
            flowId,
            order,
            async flow => RunSelectionRules.Check(flow.Input, request) is { Count: > 0 } problems
                ? new RunStart.Invalid(problems)
                : await _preparation.OfFlowAsync(flow, new RunSelection { StepsToRun = request.StepsToRun }, order, cancellationToken),
            cancellationToken);

    /// <summary>
    /// Runs again what an earlier run did not get done, by the flow and integrations as they are now, because people repair them in
    /// between. Steps are matched by their referrers: one that the flow no longer has is ignored, one that it has got since runs.
    /// </summary>
    public async Task<RunStart> ResumeAsync(
        DurableTaskClient client, RunDocument run, ResumeRequest request, RunOrder order, CancellationToken cancellationToken)
    {
        if (run.EndDate is null)
        {
            return new RunStart.Busy(run.Id);
        }

        var start = await StartAsync(
            client,
            flows,
            run.OwnerId,
            order,
            PrepareRestAsync,
            cancellationToken);
        if (start is RunStart.Started started)
        {
            await NoteResumedAsync(run.Id, started.RunId);
        }

        return start;

        async Task<Prepared> PrepareRestAsync(FlowDocument flow)
        {
            // One that was interrupted may have been put on record by this very start, with the ends of steps of which it had not been told.
            var ended = await runs.GetAsync(run.Id, cancellationToken) is { EndDate: not null } recorded ? recorded : run;
            var (selection, refusal) = RestOf(ended, flow, request);
            if (selection is null)
            {
                return refusal!;
            }

            var input = await _preparation.OfFlowAsync(flow, selection, order, cancellationToken);
            return input with { Run = input.Run with { ResumedFrom = run.Id, ResumedFromStep = request.FromStep } };
        }
    }

    /// <summary>What <see cref="ResumeAsync"/> would do now. Nothing is started, released or written: what is true when the run is resumed decides then.</summary>
    internal async Task<ResumePreview> PreviewResumeAsync(DurableTaskClient client, RunDocument run, ResumeRequest request, CancellationToken cancellationToken)
    {
        if (run.EndDate is null)
        {
            return new(new RunStart.Busy(run.Id));
        }

        if (await flows.GetAsync(run.OwnerId, cancellationToken) is not { } flow)
        {
            return new(new RunStart.Unknown());
        }

        if (await interrupted.IsHeldAsync(client, flow, cancellationToken))
        {
            return new(new RunStart.Busy(flow.ActiveRunId!));
        }

        var (selection, refusal) = RestOf(run, flow, request);
        if (selection is null)
        {
            return new(refusal);
        }

        var names = await integrations.GetManyAsync(flow.References, cancellationToken);
        return ResumePreview.Of(flow.Input, selection, names.ToDictionary(pair => pair.Key, pair => pair.Value.Name, StringComparer.Ordinal));
    }

    /// <summary>Runs an integration by itself, as a flow of one step.</summary>
    public Task<RunStart> StartIntegrationAsync(
        DurableTaskClient client, string integrationId, RunOrder order, CancellationToken cancellationToken) =>
        StartAsync(
            client,
            integrations,
            integrationId,
            order,
            integration => Task.FromResult<Prepared>(_preparation.OfIntegration(integration, order)),
            cancellationToken);

    private async Task<RunStart> StartAsync<TDocument>(
        DurableTaskClient client,
        DocumentStore<TDocument> store,
        string id,
        RunOrder order,
        Func<TDocument, Task<Prepared>> prepare,
        CancellationToken cancellationToken)
        where TDocument : Runnable
    {
        var (input, refusal) = await TakeLockAsync(client, store, id, order, prepare, cancellationToken);
        if (input is null)
        {
            return refusal!;
        }

        return StartOf(await launcher.LaunchAsync(client, input, isAskedAgain: order.RunId is not null, cancellationToken) ?? input.Run, order);
    }

    /// <summary>What an earlier try of the same order has come to; null where it has started nothing, or there is none.</summary>
    private async Task<RunStart?> FindStartAsync(DurableTaskClient client, RunOrder order, CancellationToken cancellationToken) =>
        order.RunId is { } asked && await launcher.FindStartedAsync(client, asked, cancellationToken) is { } run ? StartOf(run, order) : null;

    /// <summary>
    /// Nobody is told of a start that never was: where a request by hand comes again for so long that its run was ended as interrupted meanwhile, it is refused, and another one can be sent. What a
    /// schedule orders is on record under its time in any case.
    /// </summary>
    private static RunStart StartOf(RunDocument run, RunOrder order) =>
        run.EndDate is not null && order.Trigger.Source == RunTrigger.Manual && InterruptedRuns.IsBeforeBeginning(run)
            ? new RunStart.Refused($"Run {run.Id}, which was to be started by this request, was interrupted before any step began. Send the request again, under another Idempotency-Key where it has one.")
            : new RunStart.Started(run.Id) { Ended = run.EndDate is null ? null : run };

    /// <summary>
    /// Takes the lock for a run, whose input is made before, so that nothing which can fail stands between the lock and the launch, which puts the run
    /// on record. A crash right after the lock leaves one that the next start takes over, or the next try of the same order takes again. What another try of that order has come to is looked for
    /// after the document is read: a run that starts, or even ends, later has changed its version.
    /// </summary>
    private async Task<Prepared> TakeLockAsync<TDocument>(
        DurableTaskClient client,
        DocumentStore<TDocument> store,
        string id,
        RunOrder order,
        Func<TDocument, Task<Prepared>> prepare,
        CancellationToken cancellationToken)
        where TDocument : Runnable
    {
        var written = default(Prepared);
        while (await store.GetAsync(id, cancellationToken) is { } document)
        {
            // An answer that got lost is asked for again by the client of the storage, which is told then that the document has changed: by this very write.
            if (document.ActiveRunId is { } holder && holder == written.Input?.Run.Id && !RunLock.IsGivenUp(document))
            {
                return written;
            }

            if (await FindStartAsync(client, order, cancellationToken) is { } start)
            {
                return start;
            }

            // A lock of the run's own is what an earlier try of the same order has left: it is taken again, unless that run is being ended.
            if (document.ActiveRunId is { } active && (active != order.RunId || RunLock.IsGivenUp(document)))
            {
                if (!await interrupted.TryReleaseAsync(client, document, cancellationToken))
                {
                    return active == order.RunId ? new RunStart.Started(active) : new RunStart.Busy(active);
                }

                continue;
            }

            var prepared = await prepare(document);
            if (prepared.Input is not { } input
                || (await store.ReplaceAsync(document, RunLock.Take(document, input.Run, options.Value.TaskHub), cancellationToken)).IsWritten)
            {
                return prepared;
            }

            // Somebody changed, ran or deleted it meanwhile: what is true now decides.
            written = order.RunId is null ? prepared : default;
        }

        return await FindStartAsync(client, order, cancellationToken) ?? new RunStart.Unknown();
    }

    /// <returns>What is left to run, or why nothing is: one of the two is there.</returns>
    private static (RunSelection? Selection, RunStart? Refusal) RestOf(RunDocument run, FlowDocument flow, ResumeRequest request)
    {
        // A run that a schedule skipped, or that was interrupted before it was on record: all steps of the flow would run, also those that the run before it has done.
        if (run.Steps.Count == 0)
        {
            return (null, new RunStart.Refused($"Run {run.Id} never began, and has no steps to resume; run the flow, or resume the run before it."));
        }

        var plan = new ResumePlan(run, flow.Input);
        var (selection, refusal) = request.FromStep is { } step ? plan.From(step) : (plan.Rest(), null);
        return (selection, selection is null ? refusal ?? new RunStart.Refused($"Run {run.Id} has left nothing to do.") : null);
    }

    /// <summary>
    /// Keeps the way from the old run to the new one, which tells of the old one itself in any case. The new run has started: neither storage that does not answer nor a caller who goes away
    /// may make a failure of that.
    /// </summary>
    private async Task NoteResumedAsync(string runId, string resumedBy)
    {
        try
        {
            await runs.NoteResumedAsync(runId, resumedBy, CancellationToken.None);
        }
        catch (Exception exception) when (exception is RequestFailedException || StorageFaults.IsUnavailable(exception, CancellationToken.None))
        {
            LogNotNoted(resumedBy, runId, exception);
        }
    }

    [LoggerMessage(1523, LogLevel.Warning, "Run {RunId} has started and resumes run {ResumedFrom}, which could not be told: it does not say by which run it was resumed.")]
    private partial void LogNotNoted(string runId, string resumedFrom, Exception exception);

    /// <summary>What a run starts with, or why none starts.</summary>
    private readonly record struct Prepared(RunInput? Input, RunStart? Refusal)
    {
        public static implicit operator Prepared(RunInput input) => new(input, null);

        public static implicit operator Prepared(RunStart refusal) => new(null, refusal);
    }
}
