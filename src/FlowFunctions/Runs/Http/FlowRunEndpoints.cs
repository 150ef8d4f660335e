using FlowFunctions.Core;
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
        var asked = RunRequestReader.Read(await request.ReadBodyAsync(cancellationToken));
        if (!asked.IsValid)
        {
            return ApiError.Invalid(asked.Problems);
        }

        return ResourceId.IsValid(id)
            ? RunAnswers.OfFlow(await starter.StartFlowAsync(client, id, asked.Value, request.ManualOrder(), cancellationToken), id)
            : FlowErrors.NotFound(id);
    }

    [Function("ListFlowRuns")]
    [Takes(Role.Viewer)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (limit, offset) = ListRequest.Read(request);
        return ResourceId.IsValid(id) && await flows.GetAsync(id, cancellationToken) is not null
            ? Paging.ToResult("runs", await history.PageAsync(id, limit, offset, cancellationToken), RunStatusResource.Of)
            : FlowErrors.NotFound(id);
    }

    [Function("GetFlowRun")]
    [Takes(Role.Viewer)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item)] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        string runId,
        CancellationToken cancellationToken) =>
        await FindAsync(client, id, runId, cancellationToken) is { } run
            ? ApiResult.Ok("run", RunStatusResource.WithSteps(run)).WithTagOfContent(request)
            : RunAnswers.NotFound(runId);

    [Function("CancelFlowRun")]
    [Takes(Role.Operator)]
    public async Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Item + "/cancel")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        string runId,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(client, id, runId, cancellationToken) is not { } run)
        {
            return RunAnswers.NotFound(runId);
        }

        return await RunCanceller.TryCancelAsync(client, run, request.Caller().Name, cancellationToken)
            ? ApiResult.Ok()
            : ApiError.Conflict($"Run {runId} has ended and cannot be cancelled.");
    }

    [Function("ResumeFlowRun")]
    [Takes(Role.Operator)]
    public async Task<IResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Item + "/resume")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        string runId,
        CancellationToken cancellationToken) =>
        await FindAsync(client, id, runId, cancellationToken) is { } run
            ? RunAnswers.OfFlow(await starter.ResumeAsync(client, run, request.ManualOrder(), cancellationToken), id)
            : RunAnswers.NotFound(runId);

    /// <summary>Null unless the flow has this run.</summary>
    private async Task<RunDocument?> FindAsync(DurableTaskClient client, string id, string runId, CancellationToken cancellationToken) =>
        ResourceId.IsValid(runId) && await reader.GetAsync(client, runId, cancellationToken) is { Kind: RunKind.Flow } run && run.OwnerId == id
            ? run
            : null;
}
