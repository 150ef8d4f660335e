using FlowFunctions.Core.Connections;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Connections;

/// <summary>Connections over HTTP: list, create, replace, change and delete. No answer has their credentials.</summary>
public sealed class ConnectionEndpoints(ConnectionStore connections, ConnectionEditor editor)
{
    private const string Collection = "2/0/integrations/connections";

    // 32 characters only: without that, an id would match where another function's route has a word.
    private const string Item = Collection + "/{id:length(32)}";

    [Function("ListConnections")]
    [Takes(Role.Viewer)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var page = await connections.ListAsync(DocumentListRequest.Read(request, request.Caller().Name), cancellationToken);
        return Paging.ToResult("connections", page, ConnectionResource.Of);
    }

    [Function("CreateConnection")]
    [Takes(Role.Editor)]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var connection = ConnectionReader.ReadNew(await request.ReadBodyAsync(cancellationToken)).OrRefuse();
        return await editor.CreateAsync(connection, request.Caller(), cancellationToken);
    }

    /// <summary>Takes the whole body, credentials included; the type of a connection never changes.</summary>
    [Function("ReplaceConnection")]
    [Takes(Role.Editor)]
    public async Task<IResult> ReplaceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var body = await request.ReadBodyAsync(cancellationToken);
        return await editor.ChangeAsync(id, current => ConnectionReader.ReadBody(body, current.Settings.Type), request, cancellationToken);
    }

    /// <summary>Changes the fields that the body has, and leaves the others, credentials included; null takes a field away (RFC 7396).</summary>
    [Function("PatchConnection")]
    [Takes(Role.Editor)]
    public async Task<IResult> PatchAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var patch = await request.ReadBodyAsync(cancellationToken);
        return await editor.ChangeAsync(id, current => ConnectionReader.ReadPatch(patch, current), request, cancellationToken);
    }

    [Function("DeleteConnection")]
    [Takes(Role.Editor)]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Item)] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await editor.DeleteAsync(id, request, cancellationToken);
}
