using FlowFunctions.Core;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Runs;

/// <summary>Runs of integrations over HTTP. Wherever the contract takes an integration's id here, it takes a flow's too.</summary>
[Tags("Integration runs")]
public sealed class IntegrationRunEndpoints(Runnables runnables, RunStarter starter, RunReader reader, RunCanceller canceller, OwnerRuns ownerRuns, DumpStore dumps)
{
    private const string Integrations = "2/0/integrations";

    /// <summary>Run an integration or a flow</summary>
    /// <remarks>`stepsToRun` is for flows only.</remarks>
    /// <param name="id">Of the integration, or of a flow.</param>
    /// <response code="200">The run has started.</response>
    [Function("StartIntegrationRun")]
    [Takes(Role.Operator)]
    [TakesBody(nameof(RunRequest), "everything", IsOptional = true)]
    [AnswersId("run", "id", Description = "Of the run.")]
    [NotFound("No integration and no flow has this id.")]
    [Conflict("It is running, or the run of this `Idempotency-Key` was interrupted before it began.")]
    public async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Integrations + "/{id:length(32)}/run")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellationToken)
    {
        var asked = RunRequestReader.Read(await request.ReadBodyAsync(cancellationToken)).OrRefuse();
        if (!ResourceId.IsValid(id))
        {
            throw IntegrationErrors.NotFound(id);
        }

        var order = request.ManualOrder();
        if (await runnables.FindAsync(id, cancellationToken) is FlowDocument)
        {
            return RunAnswers.OfFlow(await starter.StartFlowAsync(client, id, asked, order, cancellationToken), id);
        }

        return asked.StepsToRun is null
            ? RunAnswers.OfIntegration(await starter.StartIntegrationAsync(client, id, order, cancellationToken), id)
            : throw ApiError.Invalid("stepsToRun", "An integration has no steps; leave this out.");
    }

    /// <summary>List the runs of an integration or a flow, newest first</summary>
    /// <param name="id">Of the integration, or of a flow.</param>
    /// <response code="200">A page of runs.</response>
    [Function("ListIntegrationRuns")]
    [Takes(Role.Viewer)]
    [AnswersPage<RunSummaryResource>("history_of_runs", Within = "runs")]
    [NotFound("No integration and no flow has this id.")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Integrations + "/runs/{id:length(32)}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (limit, offset) = ListRequest.Read(request);
        var owner = await runnables.FindAsync(id, cancellationToken) ?? throw IntegrationErrors.NotFound(id);
        var page = await ownerRuns.PageAsync(owner, limit, offset, withSteps: false, cancellationToken);
        return Paging.ToResult("history_of_runs", page, runs => new { Runs = runs.Select(RunSummaryResource.Of).ToList() }).WithTagOfContent(request);
    }

    /// <summary>Read a run of an integration or a flow</summary>
    /// <param name="runId">Of the run.</param>
    /// <response code="200">The run.</response>
    [Function("GetIntegrationRun")]
    [Takes(Role.Viewer)]
    [Answers<RunStatusResource>("run")]
    [AnswersTag(IsOfContent = true)]
    [NotFound("No run has this id.")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Integrations + "/run/{runId:length(32)}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string runId,
        CancellationToken cancellationToken) =>
        ApiResult.Ok("run", RunStatusResource.Of(await GetAsync(client, runId, cancellationToken))).WithTagOfContent(request);

    /// <summary>Cancel a run of an integration or a flow</summary>
    /// <remarks>
    /// Its target is told where it can be, and the run ends as cancelled a moment later. A run that waits to begin is waited for, for up to five seconds.
    /// A step of a flow's run is no run of its own before it is over: cancel the flow's.
    /// </remarks>
    /// <param name="runId">Of the run.</param>
    /// <response code="200">The run will end, or has ended as this caller asked before.</response>
    [Function("CancelIntegrationRun")]
    [Takes(Role.Operator)]
    [BeyondCloudWorks]
    [NotFound("No run has this id.")]
    [Conflict("The run has ended. Or it waits to begin still: then `Retry-After` says when to ask again.")]
    public async Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Integrations + "/run/{runId:length(32)}/cancel")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string runId,
        CancellationToken cancellationToken)
    {
        var run = await reader.GetAsync(client, runId, cancellationToken) ?? throw RunAnswers.NotFound(runId);
        return RunAnswers.Of(await canceller.CancelAsync(client, run, request.Caller().Name, cancellationToken), runId);
    }

    /// <summary>Read what went wrong in a run</summary>
    /// <param name="runId">Of the run.</param>
    /// <response code="200">The errors; an empty object where there are none.</response>
    [Function("GetIntegrationRunError")]
    [Takes(Role.Viewer)]
    [Answers<RunErrorResource>(
        "runs", Description = "The errors of the run, or an empty object.", Empty = "Nothing went wrong, or nothing is known of it yet.")]
    [AnswersTag(IsOfContent = true)]
    [NotFound("No run has this id.")]
    public async Task<IResult> GetErrorAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Integrations + "/runerror/{runId:length(32)}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string runId,
        CancellationToken cancellationToken)
    {
        var run = await GetAsync(client, runId, cancellationToken);
        var error = RunErrorResource.Of(run, await dumps.StepsWithDumpAsync(run, cancellationToken));
        return ApiResult.Ok("runs", error ?? new object()).WithTagOfContent(request);
    }

    private async Task<RunDocument> GetAsync(DurableTaskClient client, string runId, CancellationToken cancellationToken) =>
        await reader.LookAsync(client, runId, cancellationToken) ?? throw RunAnswers.NotFound(runId);
}
