using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Applying;

/// <summary>Creates, changes or deletes one item, with its schedule and its notifications.</summary>
internal sealed class ItemChange(FlowsClient client, ItemIds ids, PlanItem item)
{
    private JsonObject Content => item.Wanted!.Definition.Content;

    /// <returns>What was done, as a participle.</returns>
    public async Task<string> DoAsync(CancellationToken cancellationToken)
    {
        if (item.Action == PlanAction.Delete)
        {
            await client.CallAsync(HttpMethod.Delete, $"{item.Kind.Path}/{item.Existing!.Id}", null, cancellationToken);
            return "deleted";
        }

        var id = item.Existing?.Id;
        if (item.ChangesItself)
        {
            id = item.Kind == Kind.Connection ? await WriteConnectionAsync(id, cancellationToken) : await WriteAsync(id, cancellationToken);
            ids.Add(item.Kind, item.Name, id);
        }

        if (item.Changes("schedule") || (item.Action == PlanAction.Create && Content.ContainsKey("schedule")))
            await WriteScheduleAsync(id!, cancellationToken);
        if (item.Changes("notifications") || (item.Action == PlanAction.Create && Content.ContainsKey("notifications")))
            await WriteNotificationsAsync(id!, cancellationToken);
        return item.Action == PlanAction.Create ? "created" : "changed";
    }

    private async Task<string> WriteAsync(string? id, CancellationToken cancellationToken)
    {
        var document = new ApiForm(ids.Find).Of(item.Wanted!.Definition);
        var answer = await client.CallAsync(id is null ? HttpMethod.Post : HttpMethod.Put, id is null ? item.Kind.Path : $"{item.Kind.Path}/{id}", document, cancellationToken);
        return id ?? answer.Text(item.Kind == Kind.Flow ? "integrationFlow.integrationFlowId" : "integration.integrationId")!;
    }

    private async Task<string> WriteConnectionAsync(string? id, CancellationToken cancellationToken)
    {
        var body = ApiForm.BodyOf(item.Wanted!.Definition, item.Wanted.Secrets);
        if (id is null)
            return (await client.CallAsync(HttpMethod.Post, item.Kind.Path, new JsonObject { ["type"] = Content.Text("type"), ["body"] = body }, cancellationToken)).Text("connections.connectionId")!;
        if (Content.Text("type") != item.Server!.Content.Text("type"))
            throw new FlowsException($"A connection's type never changes; on the server it is {item.Server.Content.Text("type")}.", "Delete that one, or give this one another name.");
        // Only a patch keeps the credentials that are not given; a field that goes is named, or it would stay.
        foreach (var (field, _) in item.Server.Content.Where(field => field.Key is not ("kind" or "type") && !body.ContainsKey(field.Key)))
            body[field] = null;
        await client.CallAsync(HttpMethod.Patch, $"{item.Kind.Path}/{id}", body, cancellationToken);
        return id;
    }

    private async Task WriteScheduleAsync(string id, CancellationToken cancellationToken)
    {
        var path = $"integrations/{id}/schedule";
        var hasOne = item.Server?.Content["schedule"] is JsonObject;
        if (Content["schedule"] is not JsonObject wanted)
        {
            await client.CallAsync(HttpMethod.Delete, path, null, cancellationToken);
            return;
        }

        var schedule = wanted.DeepClone().AsObject();
        schedule.Remove("status");
        await client.CallAsync(hasOne ? HttpMethod.Put : HttpMethod.Post, path, new JsonObject { ["integrationId"] = id, ["schedule"] = schedule }, cancellationToken);
        // A new one is enabled, a replaced one stays as it was.
        var (was, becomes) = (hasOne ? item.Server!.Content.Text("schedule.status") ?? "enabled" : "enabled", wanted.Text("status") ?? "enabled");
        if (was != becomes)
            await client.CallAsync(HttpMethod.Post, $"{path}/status/{becomes}", null, cancellationToken);
    }

    /// <summary>One configuration may be that of several: then the others keep it, and this one gets its own.</summary>
    private async Task WriteNotificationsAsync(string id, CancellationToken cancellationToken)
    {
        var wanted = Content["notifications"]!;
        var document = (await client.ReadAsync($"{item.Kind.Path}/{id}", cancellationToken))[item.Kind.Single];
        var configuration = document.Text("notificationId") is { } notificationId ? (await client.FindAsync($"integrations/notification/{notificationId}", cancellationToken))?["notifications"] as JsonObject : null;
        var owners = (configuration?["integrationIds"] as JsonArray ?? []).Select(owner => owner!.GetValue<string>()).ToList();
        if (configuration is null || owners.Count <= 1)
        {
            await client.CallAsync(
                configuration is null ? HttpMethod.Post : HttpMethod.Put,
                configuration is null ? "integrations/notification" : $"integrations/notification/{document.Text("notificationId")}",
                Input([id], wanted.AsObject()),
                cancellationToken);
            return;
        }

        await client.CallAsync(HttpMethod.Put, $"integrations/notification/{document.Text("notificationId")}", Input(owners.Where(owner => owner != id), ServerForm.OfNotification(configuration, creator: null)!), cancellationToken);
        await client.CallAsync(HttpMethod.Post, "integrations/notification", Input([id], wanted.AsObject()), cancellationToken);
    }

    private static JsonObject Input(IEnumerable<string> owners, JsonObject notifications)
    {
        var input = new JsonObject
        {
            ["integrationIds"] = new JsonArray([.. owners.Select(owner => (JsonNode)owner)]),
            ["channels"] = notifications["channels"]?.DeepClone(),
            ["notifications"] = new JsonObject { ["config"] = notifications["config"]?.DeepClone() },
        };
        if (notifications["webhooks"] is { } webhooks)
            input["webhooks"] = webhooks.DeepClone();
        return input;
    }
}
