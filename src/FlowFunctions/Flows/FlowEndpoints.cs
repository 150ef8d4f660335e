using FlowFunctions.Core.Flows;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Schedules;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Flows;

/// <summary>Flows over HTTP: list, create, read, replace, delete and validate.</summary>
[Tags("Flows")]
public sealed class FlowEndpoints(FlowStore flows, IntegrationStore integrations, ScheduleStore schedules, FlowEditor editor, FlowPlanner planner)
{
    private const string Collection = "2/0/integrationflows";

    // 32 characters only: without that, an id would match where another function's route has a word.
    private const string Item = Collection + "/{id:length(32)}";

    /// <summary>List flows</summary>
    /// <response code="200">A page of flows.</response>
    [Function("ListFlows")]
    [Takes(Role.Viewer)]
    [AnswersPage<FlowSummaryResource>("integrationFlows", IsOfRunnables = true)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var page = await flows.ListAsync(DocumentListRequest.Read(request, request.Caller().Name, RunOutcome.OfLatest), cancellationToken);
        var scheduled = await schedules.GetManyAsync([.. page.Items.Select(flow => flow.Id)], cancellationToken);
        return Paging.ToResult("integrationFlows", page, flow => FlowSummaryResource.Of(flow, scheduled.GetValueOrDefault(flow.Id))).WithTagOfContent(request);
    }

    /// <summary>Read a flow with its steps</summary>
    /// <param name="id">Of the flow.</param>
    /// <response code="200">The flow.</response>
    [Function("GetFlow")]
    [Takes(Role.Viewer)]
    [Answers<FlowResource>("integrationFlow")]
    [AnswersTag]
    [NotFound("No flow has this id.")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var flow = await flows.GetAsync(id, cancellationToken) ?? throw FlowErrors.NotFound(id);
        var referenced = await integrations.GetManyAsync(flow.References, cancellationToken);
        return ApiResult.Ok("integrationFlow", FlowResource.Of(flow, referenced, await schedules.GetAsync(id, cancellationToken))).WithTag(flow.ETag);
    }

    /// <summary>Create a flow</summary>
    /// <remarks>
    /// A notification configuration for the flow is made with it: in the application, to its creator, for partial and full failures.
    /// </remarks>
    /// <response code="200">The flow's id.</response>
    [Function("CreateFlow")]
    [Takes(Role.Editor)]
    [TakesBody(nameof(FlowInput))]
    [AnswersId("integrationFlow", "integrationFlowId")]
    [AnswersTag]
    [Conflict("Another flow has this name; case makes no difference.")]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var flow = FlowInputReader.Read(await request.ReadBodyAsync(cancellationToken)).OrRefuse();
        return await editor.CreateAsync(flow, request.Caller(), cancellationToken);
    }

    /// <summary>Replace a flow</summary>
    /// <remarks>The body is the whole flow. A flow may be replaced while it runs: the run goes on with the flow as it was.</remarks>
    /// <param name="id">Of the flow.</param>
    /// <response code="200">The flow's id.</response>
    [Function("ReplaceFlow")]
    [Takes(Role.Editor)]
    [TakesBody(nameof(FlowInput))]
    [AnswersId("integrationFlow", "integrationFlowId")]
    [AnswersTag]
    [NotFound("No flow has this id.")]
    [Conflict("Another flow has this name; case makes no difference.")]
    public async Task<IResult> ReplaceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var flow = FlowInputReader.Read(await request.ReadBodyAsync(cancellationToken)).OrRefuse();
        return await editor.ReplaceAsync(id, flow, request, cancellationToken);
    }

    /// <summary>Delete a flow</summary>
    /// <param name="id">Of the flow.</param>
    /// <response code="200">The flow is gone.</response>
    [Function("DeleteFlow")]
    [Takes(Role.Editor)]
    [NotFound("No flow has this id.")]
    [Conflict("The flow or one of its steps is running.")]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Item)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        await editor.DeleteAsync(id, request, client, cancellationToken);

    /// <summary>Check a flow and say how it would run</summary>
    /// <remarks>Nothing is stored. Whether the name is still free is not looked at: the flow may be there already.</remarks>
    /// <response code="200">How the flow would run.</response>
    [Function("ValidateFlow")]
    [Takes(Role.Editor)]
    [BeyondCloudWorks]
    [TakesBody(nameof(FlowInput))]
    [Answers<FlowPlanResource>("plan")]
    public async Task<IResult> ValidateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection + "/validate")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var flow = FlowInputReader.Read(await request.ReadBodyAsync(cancellationToken)).OrRefuse();
        return await planner.PlanAsync(flow, cancellationToken);
    }
}
