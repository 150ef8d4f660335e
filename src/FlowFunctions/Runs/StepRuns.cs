using FlowFunctions.Core.Runs;
using FlowFunctions.Targets;
using FlowFunctions.Telemetry;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runs;

/// <summary>
/// The steps that a run has in flight. A short step is one activity, <see cref="StartStep"/>; one that outlasts the inline wait goes
/// on in a sub-orchestration, <see cref="AwaitStep"/>, so that the run's own history stays at two events a step.
/// </summary>
internal sealed partial class StepRuns(TaskOrchestrationContext context, RunInput input)
{
    /// <summary>For what the activity cannot put into its answer, such as storage that is away. The target's own faults are answers.</summary>
    public static readonly TaskOptions Retry = TaskOptions.FromRetryPolicy(
        new RetryPolicy(6, TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromSeconds(30)));

    private readonly Dictionary<string, IntegrationSnapshot> _integrations = input.Integrations.ToDictionary(integration => integration.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _details = new(StringComparer.Ordinal);
    private readonly HashSet<string> _awaited = new(StringComparer.Ordinal);
    private readonly List<RunningStep> _running = [];
    private readonly string _traceParent = RunTrace.TraceParentOf(input.Run);

    /// <summary>In the order of their start, which replay depends on.</summary>
    public IEnumerable<Task> Running => _running.Select(step => step.End);

    public void Start(StepSnapshot step)
    {
        var call = new StepCall
        {
            RunId = input.Run.Id,
            FlowId = input.Run.Kind == RunKind.Flow ? input.Flow.FlowId : null,
            Referrer = step.Referrer,
            Name = step.Name,
            OperationId = IntegrationRun.IdOf(input.Run.Id, step.Referrer),
            StartedAt = context.CurrentUtcDateTime,
            InlineWait = input.InlineWait,
            Endpoint = _integrations.GetValueOrDefault(step.Referrer)?.Endpoint,
            TraceParent = _traceParent,
        };
        _running.Add(new(call, RunAsync(call)));
    }

    /// <summary>The outcome of a step that has ended. Its task leaves <see cref="Running"/>.</summary>
    public async Task<(string Referrer, StepOutcome Outcome)> TakeAsync(Task ended)
    {
        var index = _running.FindIndex(step => step.End == ended);
        var (call, end) = _running[index];
        _running.RemoveAt(index);
        return (call.Referrer, await end);
    }

    /// <summary>Lets go of all steps in flight, and has their targets told.</summary>
    public async Task CancelAsync()
    {
        StepCall[] calls = [.. _running.Select(step => step.Call)];
        _running.Clear();
        foreach (var call in calls.Where(call => _awaited.Contains(call.Referrer)))
        {
            context.SendEvent(AwaitStep.InstanceIdOf(call), RunFlow.CancelEvent, call.RunId);
        }

        await Task.WhenAll(calls.Where(call => call.Endpoint is not null).Select(CancelAsync));
    }

    public IReadOnlyList<string>? DetailsOf(string referrer) => _details.GetValueOrDefault(referrer);

    private async Task<StepOutcome> RunAsync(StepCall call)
    {
        if (!_integrations.ContainsKey(call.Referrer))
        {
            return new(StepOutcomeKind.Failure, $"The integration '{call.Referrer}' does not exist.", RunErrorCodes.IntegrationMissing);
        }

        try
        {
            var report = await context.CallActivityAsync<StepReport>(nameof(StartStep), call, Retry);
            if (report.NextAt is { } nextAt)
            {
                _awaited.Add(call.Referrer);
                report = await context.CallSubOrchestratorAsync<StepReport>(
                    nameof(AwaitStep), new StepWait(call, nextAt), new SubOrchestrationOptions(instanceId: AwaitStep.InstanceIdOf(call)));
                _awaited.Remove(call.Referrer);
            }

            if (report.Details is { } details)
            {
                _details[call.Referrer] = details;
            }

            return report.Outcome ?? throw new InvalidOperationException($"Step '{call.Name}' ended without an outcome.");
        }
        catch (TaskFailedException exception)
        {
            // A defect or a long outage of ours. It is the step's failure, for the flow's own rules to judge.
            return new(StepOutcomeKind.Failure, TargetText.Bound(exception.FailureDetails.ErrorMessage), RunErrorCodes.Internal);
        }
    }

    private async Task CancelAsync(StepCall call)
    {
        try
        {
            await context.CallActivityAsync(nameof(CancelStep), call, Retry);
        }
        catch (TaskFailedException exception)
        {
            // The run ends all the same; the target finds out by itself that nobody polls it any more.
            LogNotCancelled(context.CreateReplaySafeLogger(typeof(RunFlow)), call.Name, call.RunId, exception);
        }
    }

    [LoggerMessage(1505, LogLevel.Warning, "Step '{Step}' of run {RunId} could not be cancelled.")]
    private static partial void LogNotCancelled(ILogger logger, string step, string runId, Exception exception);

    private readonly record struct RunningStep(StepCall Call, Task<StepOutcome> End);
}
