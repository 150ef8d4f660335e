using FlowFunctions.Api;
using FlowFunctions.Core;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Flows;
using FlowFunctions.Notifications.Configuration;
using FlowFunctions.Runs;
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
    InterruptedRuns interrupted,
    DefaultNotifications notifications,
    TimeProvider time,
    ILogger<IntegrationEditor> logger)
{
    internal async Task<ApiResult> CreateAsync(IntegrationInput input, Caller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var id = ResourceId.New(now);
        var integration = new IntegrationDocument
        {
            Id = id,
            Input = input,
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

    /// <param name="id">Of the integration to change.</param>
    /// <param name="read">What it becomes, from what it is; read again when another writer was faster.</param>
    /// <param name="request">Its <c>If-Match</c> and its caller count.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal async Task<ApiResult> ChangeAsync(
        string id,
        Func<IntegrationInput, Parsed<IntegrationInput>> read,
        HttpRequest request,
        CancellationToken cancellationToken)
    {
        ApiResult? refusal = null;
        var now = time.GetUtcNow();
        var result = await integrations.UpdateAsync(id, Change, cancellationToken);
        return result switch
        {
            { IsWritten: true } => Identify(result.Document),
            { Status: WriteStatus.NotFound } => IntegrationErrors.NotFound(id),
            { Status: WriteStatus.NameTaken } => ApiError.Conflict("Another integration has this name; names are compared without regard to case."),
            _ => refusal!,
        };

        IntegrationDocument? Change(IntegrationDocument current)
        {
            var input = read(current.Input);
            refusal = !Preconditions.Allow(request, current.ETag) ? ApiError.PreconditionFailed()
                : !input.IsValid ? ApiError.Invalid(input.Problems)
                : null;
            return refusal is null ? current with { Input = input.Value!, ModifiedBy = request.Caller().Name, ModificationDate = now } : null;
        }
    }

    internal async Task<ApiResult> DeleteAsync(string id, HttpRequest request, DurableTaskClient client, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await integrations.GetAsync(id, cancellationToken) is not { } integration)
            {
                return IntegrationErrors.NotFound(id);
            }

            if (!Preconditions.Allow(request, integration.ETag))
            {
                return ApiError.PreconditionFailed();
            }

            if (integration.ActiveRunId is { } runId)
            {
                if (!await interrupted.IsInterruptedAsync(client, runId, integration.ActiveSince?.UtcDateTime, cancellationToken))
                {
                    return IntegrationErrors.Running(runId);
                }

                await interrupted.ReleaseAsync<IntegrationDocument, IntegrationInput>(client, integrations, integration, cancellationToken);
                continue;
            }

            if (await FindFlowsAsync(id, cancellationToken) is { } inUse)
            {
                return inUse;
            }

            if (await integrations.DeleteAsync(integration, cancellationToken) != WriteStatus.Changed)
            {
                if (await RestoreIfUsedAsync(integration, cancellationToken) is { } inUseAgain)
                {
                    return inUseAgain;
                }

                await notifications.ForgetAsync(integration, cancellationToken);
                return ApiResult.Ok();
            }
        }
    }

    private static ApiResult Identify(IntegrationDocument integration) =>
        ApiResult.Ok("integration", new { IntegrationId = integration.Id }).WithTag(integration.ETag);

    private async Task<ApiResult?> FindFlowsAsync(string id, CancellationToken cancellationToken)
    {
        var referrers = await flows.ReferrersOfAsync(id, cancellationToken);
        return referrers.Count == 0 ? null : IntegrationErrors.InUse([.. referrers.Select(flow => flow.Value)]);
    }

    /// <summary>A flow that was written between the check and the deletion keeps its integration; see <see cref="FlowEditor"/>.</summary>
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
