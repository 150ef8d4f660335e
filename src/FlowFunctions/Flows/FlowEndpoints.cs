using FlowFunctions.Core.Flows;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Flows;

/// <summary>Flows over HTTP: list, create, read, replace, delete and validate.</summary>
public sealed class FlowEndpoints(FlowStore flows, IntegrationStore integrations, FlowEditor editor, FlowPlanner planner)
{
    private const string Collection = "2/0/integrationflows";

    // 32 characters only: without that, an id would match where another function's route has a word.
    private const string Item = Collection + "/{id:length(32)}";

    [Function("ListFlows")]
    [Takes(Role.Viewer)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var page = await flows.ListAsync(DocumentListRequest.Read(request, request.Caller().Name), cancellationToken);
        return Paging.ToResult("integrationFlows", page, FlowSummaryResource.Of);
    }

    [Function("GetFlow")]
    [Takes(Role.Viewer)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var flow = await flows.GetAsync(id, cancellationToken) ?? throw FlowErrors.NotFound(id);
        var referenced = await integrations.GetManyAsync(flow.References, cancellationToken);
        return ApiResult.Ok("integrationFlow", FlowResource.Of(flow, referenced)).WithTag(flow.ETag);
    }

    [Function("CreateFlow")]
    [Takes(Role.Editor)]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var flow = FlowInputReader.Read(await request.ReadBodyAsync(cancellationToken)).OrRefuse();
        return await editor.CreateAsync(flow, request.Caller(), cancellationToken);
    }

    [Function("ReplaceFlow")]
    [Takes(Role.Editor)]
    public async Task<IResult> ReplaceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var flow = FlowInputReader.Read(await request.ReadBodyAsync(cancellationToken)).OrRefuse();
        return await editor.ReplaceAsync(id, flow, request, cancellationToken);
    }

    [Function("DeleteFlow")]
    [Takes(Role.Editor)]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Item)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        await editor.DeleteAsync(id, request, client, cancellationToken);

    [Function("ValidateFlow")]
    [Takes(Role.Editor)]
    public async Task<IResult> ValidateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection + "/validate")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var flow = FlowInputReader.Read(await request.ReadBodyAsync(cancellationToken)).OrRefuse();
        return await planner.PlanAsync(flow, cancellationToken);
    }
}
