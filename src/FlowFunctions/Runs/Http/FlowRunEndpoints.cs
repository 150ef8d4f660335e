using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Runs;

/// <summary>Runs of a flow over HTTP: start, list, read, cancel and resume.</summary>
public sealed class FlowRunEndpoints(FlowStore flows, RunStarter starter, RunReader reader, RunHistory history)
{
    private const string Flow = "2/0/integrationflows/{id:length(32)}";
    private const string Collection = Flow + "/runs";
    private const string Item = Collection + "/{runId:length(32)}";

    [Function("StartFlowRun")]
    [Takes(Role.Operator)]
    public async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Flow + "/run")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellationToken)
    {
        var asked = RunRequestReader.Read(await request.ReadBodyAsync(cancellationToken)).OrRefuse();
        return RunAnswers.OfFlow(await starter.StartFlowAsync(client, id, asked, request.ManualOrder(), cancellationToken), id);
    }

    [Function("ListFlowRuns")]
    [Takes(Role.Viewer)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (limit, offset) = ListRequest.Read(request);
        var flow = await flows.GetAsync(id, cancellationToken) ?? throw FlowErrors.NotFound(id);
        return Paging.ToResult("runs", await history.PageAsync(flow.Id, limit, offset, cancellationToken), RunStatusResource.Of);
    }

    [Function("GetFlowRun")]
    [Takes(Role.Viewer)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item)] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        string runId,
        CancellationToken cancellationToken) =>
        ApiResult.Ok("run", RunStatusResource.WithSteps(await GetAsync(client, id, runId, cancellationToken))).WithTagOfContent(request);

    [Function("CancelFlowRun")]
    [Takes(Role.Operator)]
    public async Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Item + "/cancel")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        string runId,
        CancellationToken cancellationToken)
    {
        var run = await GetAsync(client, id, runId, cancellationToken);
        return await RunCanceller.TryCancelAsync(client, run, request.Caller().Name, cancellationToken)
            ? ApiResult.Ok()
            : throw ApiError.Conflict($"Run {runId} has ended and cannot be cancelled.");
    }

    [Function("ResumeFlowRun")]
    [Takes(Role.Operator)]
    public async Task<IResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Item + "/resume")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        string runId,
        CancellationToken cancellationToken)
    {
        var run = await GetAsync(client, id, runId, cancellationToken);
        return RunAnswers.OfFlow(await starter.ResumeAsync(client, run, request.ManualOrder(), cancellationToken), id);
    }

    /// <exception cref="ApiException">404: the flow has no such run.</exception>
    private async Task<RunDocument> GetAsync(DurableTaskClient client, string id, string runId, CancellationToken cancellationToken) =>
        await reader.GetAsync(client, runId, cancellationToken) is { Kind: RunKind.Flow } run && run.OwnerId == id
            ? run
            : throw RunAnswers.NotFound(runId);
}
