using FlowFunctions.Core.Connections;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Security;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Targets.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Connections;

/// <summary>Connections over HTTP: list, read, create, replace, change and delete. No answer has their credentials.</summary>
[Tags("Connections")]
public sealed class ConnectionEndpoints(
    ConnectionStore connections, IntegrationStore integrations, ConnectionEditor editor, IConnectionCheck check, IAnaplanCheck anaplan, TimeProvider time)
{
    private const string Collection = "2/0/integrations/connections";

    // 32 characters only: without that, an id would match where another function's route has a word.
    private const string Item = Collection + "/{id:length(32)}";

    /// <summary>List connections</summary>
    /// <response code="200">A page of connections, without their secrets.</response>
    [Function("ListConnections")]
    [Takes(Role.Viewer)]
    [AnswersPage<ConnectionResource>("connections", IsOfDocuments = true)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var page = await connections.ListAsync(DocumentListRequest.Read(request, request.Caller().Name), cancellationToken);
        return Paging.ToResult("connections", page, ConnectionResource.Of).WithTagOfContent(request);
    }

    /// <summary>Read a connection</summary>
    /// <remarks>
    /// Without its secrets, and with what uses it. The tag is the connection's alone: given back as `If-Match`, it keeps a change from writing over somebody else's.
    /// </remarks>
    /// <param name="id">Of the connection.</param>
    /// <response code="200">The connection.</response>
    [Function("GetConnection")]
    [Takes(Role.Viewer)]
    [BeyondCloudWorks]
    [Answers<ConnectionResource>("connection")]
    [Answers<ConnectionUseResource>("use")]
    [AnswersTag]
    [NotFound("No connection has this id.")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var connection = await connections.GetAsync(id, cancellationToken) ?? throw ConnectionErrors.NotFound(id);
        var users = await integrations.ReferrersOfAsync(id, cancellationToken);
        var documents = await integrations.GetManyAsync(users.Select(one => one.Key), cancellationToken);
        return ApiResult
            .Ok("connection", ConnectionResource.Of(connection))
            .With("use", ConnectionUseResource.Of([.. documents.Values]))
            .WithTag(connection.ETag);
    }

    /// <summary>Create a connection</summary>
    /// <remarks>Secrets are write-only: no answer ever shows one.</remarks>
    /// <response code="200">The connection's id.</response>
    [Function("CreateConnection")]
    [Takes(Role.Editor)]
    [TakesBody(nameof(ConnectionInput))]
    [AnswersId("connections", "connectionId")]
    [AnswersTag]
    [Conflict("Another connection has this name; case makes no difference.")]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var connection = ConnectionReader.ReadNew(await request.ReadBodyAsync(cancellationToken)).OrRefuse();
        return await editor.CreateAsync(connection, request.Caller(), cancellationToken);
    }

    /// <summary>Replace a connection</summary>
    /// <remarks>The body is the connection's own, whole and with its secrets, without its type, which stays.</remarks>
    /// <param name="id">Of the connection.</param>
    /// <response code="200">The connection's id.</response>
    [Function("ReplaceConnection")]
    [Takes(Role.Editor)]
    [TakesBody("ConnectionBody")]
    [AnswersId("connections", "connectionId")]
    [AnswersTag]
    [NotFound("No connection has this id.")]
    [Conflict("Another connection has this name; case makes no difference.")]
    public async Task<IResult> ReplaceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var body = await request.ReadBodyAsync(cancellationToken);
        return await editor.ChangeAsync(id, current => ConnectionReader.ReadBody(body, current.Settings.Type), request, cancellationToken);
    }

    /// <summary>Change some fields of a connection</summary>
    /// <remarks>What is given replaces, the rest stays: a secret that is left out, too. `serviceAccountKey` is one field.</remarks>
    /// <param name="id">Of the connection.</param>
    /// <response code="200">The connection's id.</response>
    [Function("PatchConnection")]
    [Takes(Role.Editor)]
    [BeyondCloudWorks]
    [TakesBody("ConnectionPatch")]
    [AnswersId("connections", "connectionId")]
    [AnswersTag]
    [NotFound("No connection has this id.")]
    [Conflict(
        "Another connection has this name; case makes no difference. "
        + "Or: what is stored of its secrets cannot be read, so that a part of them cannot be changed.")]
    public async Task<IResult> PatchAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var patch = await request.ReadBodyAsync(cancellationToken);
        return await editor.ChangeAsync(id, current => ConnectionReader.ReadPatch(patch, current), request, cancellationToken);
    }

    /// <summary>Delete a connection</summary>
    /// <remarks>Integrations that use it stay, and show that it is gone; their runs fail until they name another.</remarks>
    /// <param name="id">Of the connection.</param>
    /// <response code="200">The connection and its secrets are gone.</response>
    [Function("DeleteConnection")]
    [Takes(Role.Editor)]
    [NotFound("No connection has this id.")]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await editor.DeleteAsync(id, request, cancellationToken);

    /// <summary>Ask whether a connection's credentials work</summary>
    /// <remarks>
    /// The container, bucket or dataset is asked, and no file or table is read or written. Whether they do is kept as the connection's `status`, which
    /// stays as it is where that cannot be said. The answer takes at most 20 seconds.
    /// </remarks>
    /// <param name="id">Of the connection.</param>
    /// <response code="200">Whether they do.</response>
    [Function("CheckConnection")]
    [Takes(Role.Operator)]
    [BeyondCloudWorks]
    [Answers<ConnectionCheckResource>("check")]
    [NotFound("No connection has this id.")]
    public async Task<IResult> CheckAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Item + "/check")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var connection = await connections.GetAsync(id, cancellationToken) ?? throw ConnectionErrors.NotFound(id);
        var asked = time.GetUtcNow();
        var standing = await check.CheckAsync(connection, cancellationToken);
        return ApiResult.Ok("check", new ConnectionCheckResource(standing.Works, standing.Message, asked));
    }

    /// <summary>Ask whether Anaplan takes the user of this installation</summary>
    /// <remarks>The user or the certificate that the configuration has for all models. Within half a minute the last answer is given again. The answer takes at most 20 seconds.</remarks>
    /// <response code="200">Whether it does.</response>
    [Function("CheckAnaplan")]
    [Takes(Role.Operator)]
    [BeyondCloudWorks]
    [Answers<ConnectionCheckResource>("check")]
    public async Task<IResult> CheckAnaplanAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "2/0/anaplan/check")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var standing = await anaplan.CheckAsync(cancellationToken);
        return ApiResult.Ok("check", new ConnectionCheckResource(standing.Works, standing.Message, standing.AskedAt ?? now));
    }
}
