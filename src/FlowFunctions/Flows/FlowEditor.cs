using FlowFunctions.Core;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Flows;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Notifications.Configuration;
using FlowFunctions.Runs;
using FlowFunctions.Schedules;
using FlowFunctions.Security;
using FlowFunctions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Flows;

/// <summary>
/// Creates, replaces and deletes flows. A flow and the integrations it refers to live in different tables, which no transaction spans: the referrers are
/// checked before a flow is written and again after, and deleting an integration looks for flows before and after
/// (its editor). Whichever of the two comes second sees the other and takes its own change back.
/// </summary>
public sealed class FlowEditor(
    FlowStore flows,
    IntegrationStore integrations,
    InterruptedRuns interrupted,
    ScheduleStore schedules,
    DefaultNotifications notifications,
    TimeProvider time)
{
    internal async Task<ApiResult> CreateAsync(FlowInput input, Caller caller, CancellationToken cancellationToken)
    {
        ApiError.ThrowIfAny(await FindMissingAsync(input, cancellationToken));
        var now = time.GetUtcNow();
        var id = ResourceId.New(now);
        var flow = new FlowDocument
        {
            Id = id,
            Input = input,
            CreatedBy = caller.Name,
            CreationDate = now,
            ModificationDate = now,
            NotificationId = await notifications.CreateAsync(id, caller, cancellationToken),
            NotifiedTypes = DefaultNotifications.Types,
        };
        var result = await flows.CreateAsync(flow, cancellationToken);
        if (!result.IsWritten)
        {
            await notifications.ForgetAsync(flow, cancellationToken);
            throw FlowErrors.NameTaken(input.Name);
        }

        if (await FindMissingAsync(input, cancellationToken) is { Count: > 0 } lost)
        {
            await flows.DeleteAsync(result.Document, cancellationToken);
            await notifications.ForgetAsync(flow, cancellationToken);
            throw ApiError.Invalid(lost);
        }

        return Identify(result.Document);
    }

    /// <summary>A flow may be replaced while it runs: the run goes on with the flow as it was.</summary>
    internal async Task<ApiResult> ReplaceAsync(string id, FlowInput input, HttpRequest request, CancellationToken cancellationToken)
    {
        ApiError.ThrowIfAny(await FindMissingAsync(input, cancellationToken));
        return await flows.ChangeAsync(
            id,
            request,
            FlowErrors.NotFound,
            async current =>
            {
                var next = current with { Input = input, ModifiedBy = request.Caller().Name, ModificationDate = time.GetUtcNow() };
                switch (await flows.ReplaceAsync(current, next, cancellationToken))
                {
                    case { IsWritten: true } result when await FindMissingAsync(input, cancellationToken) is { Count: > 0 } lost:
                        await TakeBackAsync(result.Document, current, cancellationToken);
                        throw ApiError.Invalid(lost);
                    case { IsWritten: true } result:
                        return Identify(result.Document);
                    case { Status: WriteStatus.NameTaken }:
                        throw FlowErrors.NameTaken(input.Name);
                    default:
                        return null;
                }
            },
            cancellationToken);
    }

    internal Task<ApiResult> DeleteAsync(string id, HttpRequest request, DurableTaskClient client, CancellationToken cancellationToken) =>
        flows.ChangeAsync(id, request, FlowErrors.NotFound, flow => TryDeleteAsync(flow, client, cancellationToken), cancellationToken);

    private async Task<ApiResult?> TryDeleteAsync(FlowDocument flow, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (flow.ActiveRunId is { } runId)
        {
            return await interrupted.TryReleaseAsync(client, flow, cancellationToken) ? null : throw FlowErrors.Running(runId);
        }

        if (await FindRunningStepAsync(flow, client, cancellationToken) is { } running)
        {
            throw FlowErrors.StepRunning(running.Name, running.ActiveRunId!);
        }

        // A run that starts after the check changes the row, so that this version can no longer be deleted.
        if (await flows.DeleteAsync(flow, cancellationToken) == WriteStatus.Changed)
        {
            return null;
        }

        // Where this does not come to pass, the schedule goes when it comes due.
        await schedules.DeleteOfAsync(flow.Id, cancellationToken);
        await notifications.ForgetAsync(flow, cancellationToken);
        return ApiResult.Ok();
    }

    private static ApiResult Identify(FlowDocument flow) =>
        ApiResult.Ok("integrationFlow", new { IntegrationFlowId = flow.Id }).WithTag(flow.ETag);

    private async Task<IReadOnlyList<Problem>> FindMissingAsync(FlowInput input, CancellationToken cancellationToken) =>
        FlowReferrers.Check(input, await integrations.ExistingAsync(input.Steps.Select(step => step.Referrer), cancellationToken));

    /// <summary>An integration of the flow that runs by itself; a lock that an interrupted run left behind does not count.</summary>
    private async Task<IntegrationDocument?> FindRunningStepAsync(FlowDocument flow, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var referenced = await integrations.GetManyAsync(flow.References, cancellationToken);
        foreach (var integration in referenced.Values)
        {
            if (await interrupted.IsHeldAsync(client, integration, cancellationToken))
            {
                return integration;
            }
        }

        return null;
    }

    /// <summary>Puts the earlier definition back, unless somebody has replaced the flow again.</summary>
    private Task<WriteResult<FlowDocument>> TakeBackAsync(FlowDocument written, FlowDocument previous, CancellationToken cancellationToken) =>
        flows.UpdateAsync(
            written.Id,
            current => current.ModificationDate == written.ModificationDate && current.ModifiedBy == written.ModifiedBy
                ? current with { Input = previous.Input, ModifiedBy = previous.ModifiedBy, ModificationDate = previous.ModificationDate }
                : null,
            cancellationToken);
}
