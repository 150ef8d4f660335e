using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Schedules;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Integrations;

/// <summary>Integrations over HTTP: list, create, read, replace, change and delete.</summary>
public sealed class IntegrationEndpoints(
    IntegrationStore integrations, ConnectionStore connections, ScheduleStore schedules, IntegrationEditor editor)
{
    private const string Collection = "2/0/integrations";

    // 32 characters only: without that, an id would match where another function's route has a word.
    private const string Item = Collection + "/{id:length(32)}";

    [Function("ListIntegrations")]
    [Takes(Role.Viewer)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var page = await integrations.ListAsync(DocumentListRequest.Read(request, request.Caller().Name), cancellationToken);
        var scheduled = await schedules.GetManyAsync([.. page.Items.Select(integration => integration.Id)], cancellationToken);
        return Paging.ToResult(
            "integrations", page, integration => IntegrationSummaryResource.Of(integration, scheduled.GetValueOrDefault(integration.Id)));
    }

    [Function("GetIntegration")]
    [Takes(Role.Viewer)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var integration = await integrations.GetAsync(id, cancellationToken) ?? throw IntegrationErrors.NotFound(id);
        var used = await connections.GetManyAsync(integration.References, cancellationToken);
        return ApiResult.Ok("integration", IntegrationResource.Of(integration, used, await schedules.GetAsync(id, cancellationToken))).WithTag(integration.ETag);
    }

    [Function("CreateIntegration")]
    [Takes(Role.Editor)]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var integration = IntegrationInputReader.Read(await request.ReadBodyAsync(cancellationToken)).OrRefuse();
        return await editor.CreateAsync(integration, request.Caller(), cancellationToken);
    }

    [Function("ReplaceIntegration")]
    [Takes(Role.Editor)]
    public async Task<IResult> ReplaceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var integration = IntegrationInputReader.Read(await request.ReadBodyAsync(cancellationToken));
        return await editor.ChangeAsync(id, _ => integration, request, cancellationToken);
    }

    /// <summary>Changes the fields that the body has, and leaves the others; null takes a field away (RFC 7396).</summary>
    [Function("PatchIntegration")]
    [Takes(Role.Editor)]
    public async Task<IResult> PatchAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var patch = await request.ReadBodyAsync(cancellationToken);
        return await editor.ChangeAsync(id, current => IntegrationPatch.Apply(current, patch), request, cancellationToken);
    }

    [Function("DeleteIntegration")]
    [Takes(Role.Editor)]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Item)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        await editor.DeleteAsync(id, request, client, cancellationToken);
}
