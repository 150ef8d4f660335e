using FlowFunctions.Core;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Notifications;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Security;
using FlowFunctions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Notifications.Configuration;

/// <summary>
/// Creates, replaces and deletes notification configurations. A configuration lists the flows and integrations that it is for, and each of them
/// names it; no transaction spans the two tables. A configuration holds for an owner where both agree, so the order of writes is:
/// the list before the name when one is added, the name before the list when one is taken away. After a crash between any two
/// writes part of the change is made and part is not, and every owner has one configuration or none. Of two configurations that want the
/// same owner at once, the one that the owner came to name wins, and the other takes its change back. An owner knows of a type of end
/// before the configuration has a rule for it, and for good.
/// </summary>
public sealed class NotificationEditor(
    NotificationStore notifications, Runnables runnables, IOptions<NotificationsOptions> options, TimeProvider time)
{
    internal async Task<ApiResult> CreateAsync(NotificationInput input, Caller caller, CancellationToken cancellationToken)
    {
        await CheckAsync(input, notificationId: null, cancellationToken);
        var now = time.GetUtcNow();
        var document = await notifications.CreateAsync(
            new()
            {
                Id = ResourceId.New(now),
                Input = input,
                CreatedBy = caller.Name,
                CreationDate = now,
                ModificationDate = now,
            },
            cancellationToken);
        try
        {
            await NameAsync(document.Id, input.IntegrationIds, [.. input.Types], cancellationToken);
        }
        catch (ApiException)
        {
            await notifications.TryDeleteAsync(document, cancellationToken);
            throw;
        }

        return Identify(document);
    }

    internal Task<ApiResult> ReplaceAsync(string id, NotificationInput input, HttpRequest request, CancellationToken cancellationToken) =>
        ChangeAsync(id, request, current => TryReplaceAsync(current, input, request.Caller(), cancellationToken), cancellationToken);

    internal Task<ApiResult> DeleteAsync(string id, HttpRequest request, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            request,
            async current =>
            {
                await ReleaseAsync(id, current.Input.IntegrationIds, cancellationToken);
                return await notifications.TryDeleteAsync(current, cancellationToken) ? ApiResult.Ok() : null;
            },
            cancellationToken);

    private static ApiResult Identify(NotificationDocument document) =>
        ApiResult.Ok("notification", new { NotificationId = document.Id }).WithTag(document.ETag);

    private Task<ApiResult> ChangeAsync(string id, HttpRequest request, Func<NotificationDocument, Task<ApiResult?>> change, CancellationToken cancellationToken) =>
        GuardedChange.ChangeAsync(
            request,
            async () => await notifications.GetAsync(id, cancellationToken) ?? throw NotificationErrors.NotFound(id),
            current => current.ETag,
            change);

    /// <returns>Null where somebody else has replaced it meanwhile; what they wrote is what is replaced then, if the caller's precondition still holds.</returns>
    private async Task<ApiResult?> TryReplaceAsync(NotificationDocument current, NotificationInput input, Caller caller, CancellationToken cancellationToken)
    {
        string[] added = [.. input.IntegrationIds.Except(current.Input.IntegrationIds, StringComparer.Ordinal)];
        await CheckAsync(input, current.Id, cancellationToken);

        // Listed, and not naming it yet, they are none of the configuration's: nobody sees this write.
        var listed = added.Length == 0
            ? current
            : await notifications.TryReplaceAsync(
                current with { Input = current.Input with { IntegrationIds = [.. current.Input.IntegrationIds, .. added] } }, cancellationToken);
        if (listed is null)
        {
            return null;
        }

        // Not only those that were added: one may be listed and not name it since a crash, and all must know of the rules. The current ones still hold meanwhile.
        try
        {
            await NameAsync(current.Id, input.IntegrationIds, [.. current.Input.Types.Union(input.Types)], cancellationToken);
        }
        catch (ApiException)
        {
            await notifications.TryReplaceAsync(listed with { Input = current.Input }, cancellationToken);
            throw;
        }

        await ReleaseAsync(current.Id, current.Input.IntegrationIds.Except(input.IntegrationIds, StringComparer.Ordinal), cancellationToken);
        var replaced = await notifications.TryReplaceAsync(listed with { Input = input, ModifiedBy = caller.Name, ModificationDate = time.GetUtcNow() }, cancellationToken);
        return replaced is null ? null : Identify(replaced);
    }

    /// <exception cref="ApiException">
    /// 400: webhooks that are not configured, owners that do not exist. 409: one that has another configuration.
    /// </exception>
    private async Task CheckAsync(NotificationInput input, string? notificationId, CancellationToken cancellationToken)
    {
        var found = await runnables.FindManyAsync(input.IntegrationIds, cancellationToken);
        ApiError.ThrowIfAny(
        [
            .. input.IntegrationIds.Index().Where(owner => !found.ContainsKey(owner.Item)).Select(owner => Missing(owner.Index, owner.Item)),
            .. input.Webhooks.Index().Where(webhook => !options.Value.Webhooks.ContainsKey(webhook.Item)).Select(webhook => NotConfigured(webhook.Index, webhook.Item)),
        ]);
        foreach (var (ownerId, owner) in found)
        {
            if (owner.NotificationId is { } named && named != notificationId && await HoldsAsync(named, ownerId, cancellationToken))
            {
                throw NotificationErrors.Taken(ownerId, named);
            }
        }
    }

    /// <summary>Makes the owners name the configuration; where one cannot, those that did not name it before are let go again.</summary>
    private async Task NameAsync(string id, IReadOnlyList<string> ownerIds, IReadOnlyList<NotificationType> types, CancellationToken cancellationToken)
    {
        var newlyNamed = new List<string>();
        try
        {
            foreach (var (index, ownerId) in ownerIds.Index())
            {
                if (await NameAsync(id, index, ownerId, types, cancellationToken))
                {
                    newlyNamed.Add(ownerId);
                }
            }
        }
        catch (ApiException)
        {
            await ReleaseAsync(id, newlyNamed, cancellationToken);
            throw;
        }
    }

    /// <returns>False where the owner named the configuration already.</returns>
    private async Task<bool> NameAsync(string id, int index, string ownerId, IReadOnlyList<NotificationType> types, CancellationToken cancellationToken)
    {
        while (true)
        {
            var owner = await runnables.FindAsync(ownerId, cancellationToken) ?? throw ApiError.Invalid([Missing(index, ownerId)]);
            var named = owner.NotificationId;
            if (named == id && (owner.NotifiedTypes is not { } known || !types.Except(known).Any()))
            {
                return false;
            }

            if (named is not null && named != id && await HoldsAsync(named, ownerId, cancellationToken))
            {
                throw NotificationErrors.Taken(ownerId, named);
            }

            if (await TryNameAsync(ownerId, named, id, types, cancellationToken) == WriteStatus.Written)
            {
                return named != id;
            }
        }
    }

    private async Task ReleaseAsync(string id, IEnumerable<string> ownerIds, CancellationToken cancellationToken)
    {
        foreach (var ownerId in ownerIds)
        {
            await TryNameAsync(ownerId, id, next: null, types: [], cancellationToken);
        }
    }

    /// <summary>
    /// Makes the owner name <paramref name="next"/>, where it still names <paramref name="expected"/>; null is no configuration. That is no modification of the owner:
    /// who modified it and when stay as they are, as they do for its runs.
    /// </summary>
    private Task<WriteStatus> TryNameAsync(string ownerId, string? expected, string? next, IReadOnlyList<NotificationType> types, CancellationToken cancellationToken) =>
        runnables.UpdateAsync(
            ownerId,
            owner => owner.NotificationId == expected ? owner with { NotificationId = next, NotifiedTypes = owner.NotifiedTypes?.Union(types).ToList() } : null,
            cancellationToken);

    /// <summary>Whether the configuration that an owner names is there and lists it. A name that is left over does not stand in the way.</summary>
    private async Task<bool> HoldsAsync(string id, string ownerId, CancellationToken cancellationToken) =>
        await notifications.GetAsync(id, cancellationToken) is { } document && document.Input.IntegrationIds.Contains(ownerId);

    private static Problem Missing(int index, string ownerId) => new($"integrationIds[{index}]", $"No integration or flow has the id '{ownerId}'.");

    private static Problem NotConfigured(int index, string webhook) =>
        new($"webhooks[{index}]", $"No webhook is named '{webhook}'; set Notifications:Webhooks:{webhook}:Url, or use one that is configured.");
}
