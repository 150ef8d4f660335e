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
        if (used.Refusal is { } refusal)
        {
            return refusal;
        }

        var now = time.GetUtcNow();
        var id = ResourceId.New(now);
        var integration = new IntegrationDocument
        {
            Id = id,
            Input = input,
            Connections = used.Connections,
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
        return IntegrationErrors.NameTaken(input.Name);
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
        var input = read(current.Input);
        if (!input.IsValid)
        {
            return ApiError.Invalid(input.Problems);
        }

        var used = await FindConnectionsAsync(input.Value, cancellationToken);
        if (used.Refusal is { } refusal)
        {
            return refusal;
        }

        var next = current with
        {
            Input = input.Value,
            Connections = used.Connections,
            ModifiedBy = caller.Name,
            ModificationDate = time.GetUtcNow(),
        };
        return await integrations.ReplaceAsync(current, next, cancellationToken) switch
        {
            { IsWritten: true } result => Identify(result.Document),
            { Status: WriteStatus.NameTaken } => IntegrationErrors.NameTaken(input.Value.Name),
            _ => null,
        };
    }

    private async Task<ApiResult?> TryDeleteAsync(IntegrationDocument integration, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (integration.ActiveRunId is { } runId)
        {
            if (await interrupted.IsHeldAsync(client, integration, cancellationToken))
            {
                return IntegrationErrors.Running(runId);
            }

            await interrupted.ReleaseAsync(client, integration, cancellationToken);
            return null;
        }

        if (await FindFlowsAsync(integration.Id, cancellationToken) is { } inUse)
        {
            return inUse;
        }

        if (await integrations.DeleteAsync(integration, cancellationToken) == WriteStatus.Changed)
        {
            return null;
        }

        if (await RestoreIfUsedAsync(integration, cancellationToken) is { } restored)
        {
            return restored;
        }

        // Where this does not come to pass, the schedule goes when it comes due.
        await schedules.DeleteOfAsync(integration.Id, cancellationToken);
        await notifications.ForgetAsync(integration, cancellationToken);
        return ApiResult.Ok();
    }

    /// <summary>
    /// The connections of the integration's jobs, or what is wrong with them. One that is deleted right after is no different from one that is deleted later:
    /// the integration reads that it is.
    /// </summary>
    private async Task<(IReadOnlyDictionary<string, UsedConnection> Connections, ApiResult? Refusal)> FindConnectionsAsync(
        IntegrationInput input, CancellationToken cancellationToken)
    {
        var existing = await connections.GetManyAsync(input.Jobs.Select(job => job.Item.ConnectionId), cancellationToken);
        var problems = JobConnections.Check(input, existing.ToDictionary(pair => pair.Key, pair => pair.Value.Input.Settings.Type, StringComparer.Ordinal));
        return (
            existing.ToDictionary(pair => pair.Key, pair => UsedConnection.Of(pair.Value), StringComparer.Ordinal),
            problems.Count == 0 ? null : ApiError.Invalid(problems));
    }

    private async Task<ApiResult?> FindFlowsAsync(string id, CancellationToken cancellationToken)
    {
        var referrers = await flows.ReferrersOfAsync(id, cancellationToken);
        return referrers.Count == 0 ? null : IntegrationErrors.InUse([.. referrers.Select(flow => flow.Value)]);
    }

    /// <summary>A flow that was written between the check and the deletion keeps its integration; the editor of flows says why.</summary>
    private async Task<ApiResult?> RestoreIfUsedAsync(IntegrationDocument deleted, CancellationToken cancellationToken)
    {
        if (await FindFlowsAsync(deleted.Id, cancellationToken) is not { } inUse)
        {
            return null;
        }

        if (!(await integrations.CreateAsync(deleted, cancellationToken)).IsWritten)
        {
            LogNotRestored(deleted.Id);
        }

        return inUse;
    }

    [LoggerMessage(1301, LogLevel.Warning, "Integration {Id} was deleted while a flow began to use it, and its name is taken: the flow's step has no integration.")]
    private partial void LogNotRestored(string id);
}
