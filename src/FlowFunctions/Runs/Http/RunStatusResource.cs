using System.Text.Json.Serialization;

namespace FlowFunctions.Runs;

/// <summary>
/// RunStatus of the contract: one run. <c>IntegrationId</c> may be a flow's; <c>FlowGroupId</c> is the flow run that an integration run was
/// part of; <c>Steps</c> is left out where it was not asked for.
/// </summary>
internal sealed record RunStatusResource(
    string Id,
    string IntegrationId,
    string TraceId,
    DateTimeOffset StartDate,
    DateTimeOffset? EndDate,
    bool Success,
    string Message,
    int? ExecutionErrorCode,
    string? FlowGroupId,
    string TriggerSource,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RunStepResource>? Steps)
{
    public static RunStatusResource Of(RunDocument run) => Of(run, steps: null);

    public static RunStatusResource WithSteps(RunDocument run) => Of(run, [.. run.Steps.Select(step => RunStepResource.Of(run, step))]);

    private static RunStatusResource Of(RunDocument run, IReadOnlyList<RunStepResource>? steps)
    {
        var latest = LatestRuns.Of(run);
        return new(
            run.Id,
            run.OwnerId,
            run.TraceId,
            latest.StartDate,
            latest.EndDate,
            latest.Success,
            latest.Message,
            latest.ExecutionErrorCode,
            run.FlowRunId,
            run.Trigger.Source,
            steps);
    }
}
