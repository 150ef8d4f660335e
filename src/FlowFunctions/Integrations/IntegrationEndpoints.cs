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
[Tags("Integrations")]
public sealed class IntegrationEndpoints(
    IntegrationStore integrations, ConnectionStore connections, ScheduleStore schedules, IntegrationEditor editor)
{
    private const string Collection = "2/0/integrations";

    // 32 characters only: without that, an id would match where another function's route has a word.
    private const string Item = Collection + "/{id:length(32)}";

    /// <summary>List integrations</summary>
    /// <response code="200">A page of integrations.</response>
    [Function("ListIntegrations")]
    [Takes(Role.Viewer)]
    [AnswersPage<IntegrationSummaryResource>("integrations", IsOfRunnables = true)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var page = await integrations.ListAsync(DocumentListRequest.Read(request, request.Caller().Name, RunOutcome.OfLatest), cancellationToken);
        var scheduled = await schedules.GetManyAsync([.. page.Items.Select(integration => integration.Id)], cancellationToken);
        return Paging.ToResult(
            "integrations", page, integration => IntegrationSummaryResource.Of(integration, scheduled.GetValueOrDefault(integration.Id))).WithTagOfContent(request);
    }

    /// <summary>Read an integration</summary>
    /// <remarks>As in the original service, the answer has no `integrationType`.</remarks>
    /// <param name="id">Of the integration.</param>
    /// <response code="200">The integration.</response>
    [Function("GetIntegration")]
    [Takes(Role.Viewer)]
    [Answers<IntegrationResource>("integration")]
    [AnswersTag]
    [NotFound("No integration has this id.")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var integration = await integrations.GetAsync(id, cancellationToken) ?? throw IntegrationErrors.NotFound(id);
        var used = await connections.GetManyAsync(integration.References, cancellationToken);
        return ApiResult.Ok("integration", IntegrationResource.Of(integration, used, await schedules.GetAsync(id, cancellationToken))).WithTag(integration.ETag);
    }

    /// <summary>Create an integration</summary>
    /// <remarks>
    /// A notification configuration is made with it: in the application, to its creator, for partial and full failures. Secrets of an endpoint are write-only:
    /// no answer ever shows one.
    /// </remarks>
    /// <response code="200">The integration's id.</response>
    [Function("CreateIntegration")]
    [Takes(Role.Editor)]
    [TakesBody(nameof(IntegrationInput), "process", "import", "export", "processWithJobs", "endpoint")]
    [AnswersId("integration", "integrationId")]
    [AnswersTag]
    [Conflict("Another integration has this name; case makes no difference.")]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var integration = IntegrationInputReader.Read(await request.ReadBodyAsync(cancellationToken)).OrRefuse();
        return await editor.CreateAsync(integration, request.Caller(), cancellationToken);
    }

    /// <summary>Replace an integration</summary>
    /// <remarks>
    /// The body is the whole integration. A run that goes on is not touched. A secret of the endpoint that is given back as it reads, `********`, stays as
    /// it is stored.
    /// </remarks>
    /// <param name="id">Of the integration.</param>
    /// <response code="200">The integration's id.</response>
    [Function("ReplaceIntegration")]
    [Takes(Role.Editor)]
    [TakesBody(nameof(IntegrationInput), "endpoint")]
    [AnswersId("integration", "integrationId")]
    [AnswersTag]
    [NotFound("No integration has this id.")]
    [Conflict(
        "Another integration has this name; case makes no difference. "
        + "Or: what is stored of its endpoint's secrets cannot be read, so that a part of them cannot be changed.")]
    public async Task<IResult> ReplaceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var body = await request.ReadBodyAsync(cancellationToken);
        return await editor.ChangeAsync(id, current => IntegrationInputReader.ReadOver(body, current), request, cancellationToken);
    }

    /// <summary>Change some fields of an integration</summary>
    /// <remarks>
    /// JSON Merge Patch (RFC 7396): what is given replaces, null removes, the rest stays. `headers` and `jobs` are one field each. A secret of the endpoint
    /// that is given back as it reads, `********`, stays as it is stored.
    /// </remarks>
    /// <param name="id">Of the integration.</param>
    /// <response code="200">The integration's id.</response>
    [Function("PatchIntegration")]
    [Takes(Role.Editor)]
    [BeyondCloudWorks]
    [TakesBody(nameof(IntegrationPatch))]
    [AnswersId("integration", "integrationId")]
    [AnswersTag]
    [NotFound("No integration has this id.")]
    [Conflict(
        "Another integration has this name; case makes no difference. "
        + "Or: what is stored of its endpoint's secrets cannot be read, so that a part of them cannot be changed.")]
    public async Task<IResult> PatchAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var patch = await request.ReadBodyAsync(cancellationToken);
        return await editor.ChangeAsync(id, current => IntegrationPatch.Apply(current, patch), request, cancellationToken);
    }

    /// <summary>Delete an integration</summary>
    /// <param name="id">Of the integration.</param>
    /// <response code="200">The integration is gone.</response>
    [Function("DeleteIntegration")]
    [Takes(Role.Editor)]
    [NotFound("No integration has this id.")]
    [Conflict("Flows use the integration, which the message names, or it is running.")]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Item)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        await editor.DeleteAsync(id, request, client, cancellationToken);
}
