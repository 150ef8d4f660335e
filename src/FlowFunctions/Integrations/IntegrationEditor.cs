using FlowFunctions.Core;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Notifications.Configuration;
using FlowFunctions.Runs;
using FlowFunctions.Schedules;
using FlowFunctions.Secrets;
using FlowFunctions.Security;
using FlowFunctions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Integrations;

/// <summary>Creates, changes and deletes integrations, in the order that <see cref="IntegrationSecrets"/> asks for.</summary>
public sealed partial class IntegrationEditor(
    IntegrationStore integrations,
    IntegrationSecrets secrets,
    UnusedSecrets unused,
    FlowStore flows,
    ConnectionStore connections,
    InterruptedRuns interrupted,
    ScheduleStore schedules,
    DefaultNotifications notifications,
    TimeProvider time,
    ILogger<IntegrationEditor> logger)
{
    internal async Task<ApiResult> CreateAsync(IntegrationInput input, Caller caller, CancellationToken cancellationToken)
    {
        var used = await FindConnectionsAsync(input, cancellationToken);
        var now = time.GetUtcNow();
        var id = ResourceId.New(now);
        var (open, secret) = Split(input);
        var integration = new IntegrationDocument
        {
            Id = id,
            Input = open,
            Connections = used,
            CreatedBy = caller.Name,
            CreationDate = now,
            ModificationDate = now,
        };
        integration.RequireRoomForRuns();
        integration = integration with
        {
            EndpointSecretId = secret is null ? null : await secrets.AddAsync(secret, cancellationToken),
            NotificationId = await notifications.CreateAsync(id, caller, cancellationToken),
            NotifiedTypes = DefaultNotifications.Types,
        };
        var result = await integrations.CreateAsync(integration, cancellationToken);
        if (result.IsWritten)
        {
            await SweepAsync(result.Document, cancellationToken);
            return Identify(result.Document);
        }

        await secrets.DropAsync(integration.EndpointSecretId);
        await notifications.ForgetAsync(integration, cancellationToken);
        throw IntegrationErrors.NameTaken(input.Name);
    }

    /// <summary>An integration may be changed while it runs: the run goes on with the integration as it was.</summary>
    /// <param name="id">Of the integration to change.</param>
    /// <param name="read">What it becomes, from what it is; read again when another writer was faster.</param>
    /// <param name="request">Its <c>If-Match</c> and its caller count.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal Task<ApiResult> ChangeAsync(
        string id,
        Func<IntegrationInput, Parsed<IntegrationInput>> read,
        HttpRequest request,
        CancellationToken cancellationToken) =>
        integrations.ChangeAsync(id, request, IntegrationErrors.NotFound, current => TryChangeAsync(current, read, request.Caller(), cancellationToken), cancellationToken);

    internal Task<ApiResult> DeleteAsync(string id, HttpRequest request, DurableTaskClient client, CancellationToken cancellationToken) =>
        integrations.ChangeAsync(id, request, IntegrationErrors.NotFound, integration => TryDeleteAsync(integration, client, cancellationToken), cancellationToken);

    private static ApiResult Identify(IntegrationDocument integration) =>
        ApiResult.Ok("integration", new { IntegrationId = integration.Id }).WithTag(integration.ETag);

    private async Task<ApiResult?> TryChangeAsync(
        IntegrationDocument current, Func<IntegrationInput, Parsed<IntegrationInput>> read, Caller caller, CancellationToken cancellationToken)
    {
        var (open, given) = Split(read(current.Input).OrRefuse());
        var used = await FindConnectionsAsync(open, cancellationToken);
        var next = current with { Input = open, Connections = used, ModifiedBy = caller.Name };
        next.RequireRoomForRuns(current);
        if (!TryKeep(current, open, given, out var secretId))
        {
            if (await CompleteAsync(current, open.Endpoint!, given, cancellationToken) is not { } secret)
            {
                // The rest may have been replaced between the two reads.
                return (await integrations.GetAsync(current.Id, cancellationToken))?.ETag != current.ETag ? null : throw IntegrationErrors.SecretLost();
            }

            ApiError.ThrowIfAny(EndpointSecrets.Check(EndpointSecrets.Join(open.Endpoint!, secret)));
            secretId = await secrets.AddAsync(secret, cancellationToken);
        }

        switch (await secrets.ReplaceAsync(integrations, current, next with { EndpointSecretId = secretId, ModificationDate = time.GetUtcNow() }, cancellationToken))
        {
            case { IsWritten: true } result:
                await SweepAsync(result.Document, cancellationToken);
                return Identify(result.Document);
            case { Status: WriteStatus.NameTaken }:
                throw IntegrationErrors.NameTaken(open.Name);
            default:
                return null;
        }
    }

    /// <summary>What has no secret costs no look at secrets.</summary>
    private Task SweepAsync(IntegrationDocument changed, CancellationToken cancellationToken) =>
        changed.EndpointSecretId is null ? Task.CompletedTask : unused.SweepAsync(cancellationToken);

    private static (IntegrationInput Open, EndpointSecret? Secret) Split(IntegrationInput input)
    {
        if (input.Endpoint is not { } endpoint)
        {
            return (input, null);
        }

        var (open, secret) = EndpointSecrets.Split(endpoint);
        return (input with { Endpoint = open }, secret);
    }

    /// <summary>Whether the secret stays as it is stored, or none is needed: then it need not be read.</summary>
    private static bool TryKeep(IntegrationDocument current, IntegrationInput open, EndpointSecret? given, out string? secretId)
    {
        secretId = null;
        if (open.Endpoint is null || !EndpointSecrets.HasMask(open.Endpoint))
        {
            return true;
        }

        if (given is not null || current.Input.Endpoint is not { } stored || EndpointSecrets.Split(stored).Secret is not null)
        {
            return false;
        }

        secretId = current.EndpointSecretId;
        return EndpointSecrets.HasSameMasks(stored, open.Endpoint);
    }

    /// <summary>What is given with what is stored of the rest; null where a part is in neither, or cannot be read.</summary>
    private async Task<EndpointSecret?> CompleteAsync(
        IntegrationDocument current, EndpointInput open, EndpointSecret? given, CancellationToken cancellationToken)
    {
        given ??= new();
        if (given.IsWholeFor(open))
        {
            return given;
        }

        try
        {
            var whole = await secrets.ReadAsync(current, cancellationToken) is { } stored ? given.Over(stored, open) : given;
            return whole.IsWholeFor(open) ? whole : null;
        }
        catch (SecretUnreadableException)
        {
            return null;
        }
    }

    private async Task<ApiResult?> TryDeleteAsync(IntegrationDocument integration, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (integration.ActiveRunId is { } runId)
        {
            return await interrupted.TryReleaseAsync(client, integration, cancellationToken)
                ? null
                : throw IntegrationErrors.Running(runId);
        }

        if (await flows.ReferrersOfAsync(integration.Id, cancellationToken) is { Count: > 0 } users)
        {
            throw IntegrationErrors.InUse(users);
        }

        if (await integrations.DeleteAsync(integration, cancellationToken) == WriteStatus.Changed)
        {
            return null;
        }

        // A flow that was written between the check and the deletion keeps its integration; the editor of flows says why.
        if (await flows.ReferrersOfAsync(integration.Id, cancellationToken) is { Count: > 0 } lateUsers)
        {
            if (!(await integrations.CreateAsync(integration, cancellationToken)).IsWritten)
            {
                LogNotRestored(integration.Id);
            }

            throw IntegrationErrors.InUse(lateUsers);
        }

        await secrets.DropAsync(integration.EndpointSecretId);
        await SweepAsync(integration, cancellationToken);

        // Where this does not come to pass, the schedule goes when it comes due.
        await schedules.DeleteOfAsync(integration.Id, cancellationToken);
        await notifications.ForgetAsync(integration, cancellationToken);
        return ApiResult.Ok();
    }

    /// <summary>
    /// The connections of the integration's jobs. One that is deleted right after is no different from one that is deleted later:
    /// the integration reads that it is.
    /// </summary>
    /// <exception cref="ApiException">400: one does not exist, or is of another type.</exception>
    private async Task<IReadOnlyDictionary<string, UsedConnection>> FindConnectionsAsync(
        IntegrationInput input, CancellationToken cancellationToken)
    {
        var existing = await connections.GetManyAsync(input.Jobs.Select(job => job.Item.ConnectionId), cancellationToken);
        var types = existing.ToDictionary(pair => pair.Key, pair => pair.Value.Input.Settings.Type, StringComparer.Ordinal);
        ApiError.ThrowIfAny(JobConnections.Check(input, types));
        return existing.ToDictionary(pair => pair.Key, pair => UsedConnection.Of(pair.Value), StringComparer.Ordinal);
    }

    [LoggerMessage(1301, LogLevel.Warning, "Integration {Id} was deleted while a flow began to use it, and its name is taken: the flow's step has no integration.")]
    private partial void LogNotRestored(string id);
}
