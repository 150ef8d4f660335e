using FlowFunctions.Core;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Notifications.Configuration;
using FlowFunctions.Runs;
using FlowFunctions.Schedules;
using FlowFunctions.Security;
using FlowFunctions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Integrations;

/// <summary>Creates, changes and deletes integrations.</summary>
public sealed partial class IntegrationEditor(
    IntegrationStore integrations,
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
        var integration = new IntegrationDocument
        {
            Id = id,
            Input = input,
            Connections = used,
            CreatedBy = caller.Name,
            CreationDate = now,
            ModificationDate = now,
            NotificationId = await notifications.CreateAsync(id, caller, cancellationToken),
        };
        var result = await integrations.CreateAsync(integration, cancellationToken);
        if (result.IsWritten)
        {
            return Identify(result.Document);
        }

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
        var input = read(current.Input).OrRefuse();
        var next = current with
        {
            Input = input,
            Connections = await FindConnectionsAsync(input, cancellationToken),
            ModifiedBy = caller.Name,
            ModificationDate = time.GetUtcNow(),
        };
        return await integrations.ReplaceAsync(current, next, cancellationToken) switch
        {
            { IsWritten: true } result => Identify(result.Document),
            { Status: WriteStatus.NameTaken } => throw IntegrationErrors.NameTaken(input.Name),
            _ => null,
        };
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
