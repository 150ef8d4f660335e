using FlowFunctions.Core;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Documents;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Secrets;
using FlowFunctions.Security;
using FlowFunctions.Storage;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Connections;

/// <summary>Creates, changes and deletes connections, in the order that <see cref="ConnectionSecrets"/> asks for.</summary>
public sealed class ConnectionEditor(ConnectionStore connections, ConnectionSecrets secrets, UnusedSecrets unused, TimeProvider time)
{
    internal async Task<ApiResult> CreateAsync(ConnectionDraft draft, Caller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var connection = new ConnectionDocument
        {
            Id = ResourceId.New(now),
            Input = draft.Input,
            SecretId = draft.Secret is { } secret ? await secrets.AddAsync(secret, cancellationToken) : null,
            CreatedBy = caller.Name,
            CreationDate = now,
            ModificationDate = now,
        };
        var result = await connections.CreateAsync(connection, cancellationToken);
        if (result.IsWritten)
        {
            await unused.SweepAsync(cancellationToken);
            return Identify(result.Document);
        }

        await secrets.DropAsync(connection.SecretId);
        throw ConnectionErrors.NameTaken(draft.Input.Name);
    }

    /// <param name="id">Of the connection to change.</param>
    /// <param name="read">What it becomes, from what it is; read again when another writer was faster.</param>
    /// <param name="request">Its <c>If-Match</c> and its caller count.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal Task<ApiResult> ChangeAsync(
        string id,
        Func<ConnectionInput, Parsed<ConnectionDraft>> read,
        HttpRequest request,
        CancellationToken cancellationToken) =>
        connections.ChangeAsync(id, request, ConnectionErrors.NotFound, current => TryChangeAsync(current, read, request.Caller(), cancellationToken), cancellationToken);

    /// <summary>Integrations that use the connection stay, and say that it is deleted. Their runs that have started go on with what they read before.</summary>
    internal Task<ApiResult> DeleteAsync(string id, HttpRequest request, CancellationToken cancellationToken) =>
        connections.ChangeAsync(
            id,
            request,
            ConnectionErrors.NotFound,
            async connection =>
            {
                if (await connections.DeleteAsync(connection, cancellationToken) == WriteStatus.Changed)
                {
                    return null;
                }

                await secrets.DropAsync(connection.SecretId);
                await unused.SweepAsync(cancellationToken);
                return ApiResult.Ok();
            },
            cancellationToken);

    private static ApiResult Identify(ConnectionDocument connection) =>
        ApiResult.Ok("connections", new { ConnectionId = connection.Id }).WithTag(connection.ETag);

    private async Task<ApiResult?> TryChangeAsync(
        ConnectionDocument current, Func<ConnectionInput, Parsed<ConnectionDraft>> read, Caller caller, CancellationToken cancellationToken)
    {
        var draft = read(current.Input).OrRefuse();
        var secret = draft.Secret is { IsWhole: false } part
            ? await CompleteAsync(part, current.SecretId, cancellationToken)
            : draft.Secret;
        if (secret is { IsWhole: false })
        {
            // The other part may have been replaced between the two reads.
            return (await connections.GetAsync(current.Id, cancellationToken))?.SecretId != current.SecretId
                ? null
                : throw ConnectionErrors.SecretLost();
        }

        if (await TryReplaceAsync(current, draft.Input, secret, caller, cancellationToken) is not { } result)
        {
            return null;
        }

        await unused.SweepAsync(cancellationToken);
        return result;
    }

    /// <summary>Null where another writer was faster, and nothing was done.</summary>
    private async Task<ApiResult?> TryReplaceAsync(
        ConnectionDocument current,
        ConnectionInput input,
        ConnectionSecret? secret,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var next = current with
        {
            Input = input,
            SecretId = secret is not null ? await secrets.AddAsync(secret, cancellationToken) : input.Settings.NeedsSecret ? current.SecretId : null,
            ErrorCode = secret is null && input.Settings == current.Input.Settings ? current.ErrorCode : null,
            ModifiedBy = caller.Name,
            ModificationDate = time.GetUtcNow(),
        };
        return await secrets.ReplaceAsync(connections, current, next, connection => connection.SecretId, cancellationToken) switch
        {
            { IsWritten: true } result => Identify(result.Document),
            { Status: WriteStatus.NotFound } => throw ConnectionErrors.NotFound(current.Id),
            { Status: WriteStatus.NameTaken } => throw ConnectionErrors.NameTaken(input.Name),
            _ => null,
        };
    }

    /// <summary>The part with what is stored of the rest; the part alone where that is gone or cannot be read.</summary>
    private async Task<ConnectionSecret> CompleteAsync(ConnectionSecret part, string? secretId, CancellationToken cancellationToken)
    {
        try
        {
            return secretId is not null && await secrets.FindAsync(secretId, cancellationToken) is { } stored ? part.Over(stored) : part;
        }
        catch (SecretUnreadableException)
        {
            return part;
        }
    }
}
