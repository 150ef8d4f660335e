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
public sealed class IntegrationRunEndpoints(Runnables runnables, RunStarter starter, RunReader reader, RunHistory history, DumpStore dumps)
{
    private const string Integrations = "2/0/integrations";

    [Function("StartIntegrationRun")]
    [Takes(Role.Operator)]
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

    [Function("ListIntegrationRuns")]
    [Takes(Role.Viewer)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Integrations + "/runs/{id:length(32)}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (limit, offset) = ListRequest.Read(request);
        var owner = await runnables.FindAsync(id, cancellationToken) ?? throw IntegrationErrors.NotFound(id);
        var page = await history.PageAsync(owner.Id, limit, offset, cancellationToken);
        return Paging.ToResult("history_of_runs", page, runs => new { Runs = runs.Select(RunSummaryResource.Of).ToList() });
    }

    [Function("GetIntegrationRun")]
    [Takes(Role.Viewer)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Integrations + "/run/{runId:length(32)}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string runId,
        CancellationToken cancellationToken) =>
        ApiResult.Ok("run", RunStatusResource.Of(await GetAsync(client, runId, cancellationToken))).WithTagOfContent(request);

    [Function("GetIntegrationRunError")]
    [Takes(Role.Viewer)]
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
        await reader.GetAsync(client, runId, cancellationToken) ?? throw RunAnswers.NotFound(runId);
}
