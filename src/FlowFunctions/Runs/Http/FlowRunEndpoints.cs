using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Runs;

/// <summary>Runs of a flow over HTTP: start, list, read, cancel and resume.</summary>
[Tags("Flow runs")]
public sealed class FlowRunEndpoints(FlowStore flows, RunStarter starter, RunReader reader, RunCanceller canceller, RunHistory history, OwnerRuns ownerRuns)
{
    private const string Flow = "2/0/integrationflows/{id:length(32)}";
    private const string Collection = Flow + "/runs";
    private const int MaximumRunsWithSteps = 100;
    private const string Item = Collection + "/{runId:length(32)}";

    /// <summary>Run a flow</summary>
    /// <remarks>The run uses the flow and its integrations as they are now. A listed step that the flow skips stays skipped.</remarks>
    /// <param name="id">Of the flow.</param>
    /// <response code="200">The run has started.</response>
    [Function("StartFlowRun")]
    [Takes(Role.Operator)]
    [TakesBody(nameof(RunRequest), IsOptional = true)]
    [AnswersId("run", "id", Description = "Of the run.")]
    [NotFound("No flow has this id.")]
    [Conflict("The flow is running, or the run of this `Idempotency-Key` was interrupted before it began.")]
    public async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Flow + "/run")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellationToken)
    {
        var asked = RunRequestReader.Read(await request.ReadBodyAsync(cancellationToken)).OrRefuse();
        return RunAnswers.OfFlow(await starter.StartFlowAsync(client, id, asked, request.ManualOrder(), cancellationToken), id);
    }

    /// <summary>List the runs of a flow, newest first</summary>
    /// <remarks>With `steps=true` each has what became of its steps, and the page has at most 100 runs.</remarks>
    /// <param name="id">Of the flow.</param>
    /// <response code="200">A page of runs.</response>
    [Function("ListFlowRuns")]
    [Takes(Role.Viewer)]
    [BeyondCloudWorks]
    [TakesQuery("steps")]
    [AnswersPage<ListedFlowRunResource>("runs")]
    [NotFound("No flow has this id.")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var (limit, offset) = ListRequest.Read(request, problems);
        var withSteps = QueryValues.ReadFlag(request, "steps", problems);
        if (withSteps && limit > MaximumRunsWithSteps)
        {
            problems.Add(new("limit", $"Must be at most {MaximumRunsWithSteps} with 'steps=true', but is '{limit}'."));
        }

        ApiError.ThrowIfAny(problems);
        var flow = await flows.GetAsync(id, cancellationToken) ?? throw FlowErrors.NotFound(id);
        return Paging.ToResult("runs", await ownerRuns.PageAsync(flow, limit, offset, withSteps, cancellationToken), ListedFlowRunResource.Of).WithTagOfContent(request);
    }

    /// <summary>Say how long a flow and its steps take</summary>
    /// <remarks>By the newest 100 entries of the flow's history.</remarks>
    /// <param name="id">Of the flow.</param>
    /// <response code="200">The durations.</response>
    [Function("GetFlowDurations")]
    [Takes(Role.Viewer)]
    [BeyondCloudWorks]
    [TakesQuery("runs")]
    [Answers<DurationsResource>("durations")]
    [AnswersTag(IsOfContent = true)]
    [NotFound("No flow has this id.")]
    public async Task<IResult> GetDurationsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Flow + "/durations")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var runsAtMost = QueryValues.ReadNumber(request, "runs", PastDurations.DefaultRuns, 1, PastDurations.Entries, problems);
        ApiError.ThrowIfAny(problems);
        var flow = await flows.GetAsync(id, cancellationToken) ?? throw FlowErrors.NotFound(id);
        var newest = await history.PageAsync(flow.Id, PastDurations.Entries, offset: 0, withSteps: true, cancellationToken);
        return ApiResult.Ok("durations", DurationsResource.Of(PastDurations.Of(flow.Input, newest.Items, runsAtMost))).WithTagOfContent(request);
    }

    /// <summary>Read a run with its steps</summary>
    /// <remarks>While the run goes on, the answer is where it stands at this moment.</remarks>
    /// <param name="id">Of the flow.</param>
    /// <param name="runId">Of the run.</param>
    /// <response code="200">The run.</response>
    [Function("GetFlowRun")]
    [Takes(Role.Viewer)]
    [BeyondCloudWorks]
    [Answers<FlowRunResource>("run")]
    [AnswersTag(IsOfContent = true)]
    [NotFound("The flow has no run with this id.")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item)] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        string runId,
        CancellationToken cancellationToken)
    {
        var run = Found(await reader.LookAsync(client, runId, cancellationToken), id, runId);
        var resumedBy = run.EndDate is null ? null : await reader.FindResumedByAsync(runId, cancellationToken);
        return ApiResult.Ok("run", FlowRunResource.Of(run, resumedBy)).WithTagOfContent(request);
    }

    /// <summary>Cancel a run</summary>
    /// <remarks>
    /// No further step starts, steps in flight are cancelled where their target can, and the run ends as cancelled a moment later. A run that waits to begin is waited for, for up to five seconds.
    /// </remarks>
    /// <param name="id">Of the flow.</param>
    /// <param name="runId">Of the run.</param>
    /// <response code="200">The run will end, or has ended as this caller asked before.</response>
    [Function("CancelFlowRun")]
    [Takes(Role.Operator)]
    [BeyondCloudWorks]
    [NotFound("The flow has no run with this id.")]
    [Conflict("The run has ended. Or it waits to begin still: then `Retry-After` says when to ask again.")]
    public async Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Item + "/cancel")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        string runId,
        CancellationToken cancellationToken)
    {
        var run = await GetAsync(client, id, runId, cancellationToken);
        return RunAnswers.Of(await canceller.CancelAsync(client, run, request.Caller().Name, cancellationToken), runId);
    }

    /// <summary>Run what is left of a run, or from a step on</summary>
    /// <remarks>
    /// A new run of only the steps that did not succeed, as if the others were done. With `fromStep` that step and all that depends on it run again besides, however they ended; what comes before
    /// it must be done, and stays as it is.
    /// </remarks>
    /// <param name="id">Of the flow.</param>
    /// <param name="runId">Of the run.</param>
    /// <response code="200">The run has started.</response>
    [Function("ResumeFlowRun")]
    [Takes(Role.Operator)]
    [BeyondCloudWorks]
    [TakesBody(nameof(ResumeRequest), IsOptional = true)]
    [AnswersId("run", "id", Description = "Of the run.")]
    [NotFound("The flow has no run with this id.")]
    [Conflict("The flow is running, the run leaves nothing to resume, or a step before `fromStep` was not done.")]
    public async Task<IResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Item + "/resume")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        string runId,
        CancellationToken cancellationToken)
    {
        var asked = ResumeRequestReader.Read(await request.ReadBodyAsync(cancellationToken)).OrRefuse();
        var run = await GetAsync(client, id, runId, cancellationToken);
        return RunAnswers.OfFlow(await starter.ResumeAsync(client, run, asked, request.ManualOrder(), cancellationToken), id);
    }

    /// <summary>Say what a resume of a run would do</summary>
    /// <remarks>By the flow as it is now; nothing is started. Where a resume would be refused, the answer says why.</remarks>
    /// <param name="id">Of the flow.</param>
    /// <param name="runId">Of the run.</param>
    /// <response code="200">What would run and what would be kept, or why nothing would start.</response>
    [Function("PreviewResumeOfFlowRun")]
    [Takes(Role.Viewer)]
    [BeyondCloudWorks]
    [TakesQuery("fromStep")]
    [Answers<ResumePreviewResource>("resume")]
    [AnswersTag(IsOfContent = true)]
    [NotFound("The flow has no run with this id.")]
    public async Task<IResult> PreviewResumeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item + "/resume")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        string runId,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var asked = new ResumeRequest { FromStep = QueryValues.ReadId(request, "fromStep", problems) };
        ApiError.ThrowIfAny(problems);
        var run = await GetAsync(client, id, runId, cancellationToken);
        return ApiResult.Ok("resume", ResumePreviewResource.Of(await starter.PreviewResumeAsync(client, run, asked, cancellationToken), id)).WithTagOfContent(request);
    }

    /// <exception cref="ApiException">404: the flow has no such run.</exception>
    private async Task<RunDocument> GetAsync(DurableTaskClient client, string id, string runId, CancellationToken cancellationToken) =>
        Found(await reader.GetAsync(client, runId, cancellationToken), id, runId);

    private static RunDocument Found(RunDocument? run, string id, string runId) =>
        run is { Kind: RunKind.Flow } && run.OwnerId == id ? run : throw RunAnswers.NotFound(runId);
}
