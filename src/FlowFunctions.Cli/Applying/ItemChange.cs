using System.Net;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Output;

namespace FlowFunctions.Cli.Applying;

/// <summary>
/// Creates, changes or deletes one item, with its schedule and its notifications. What the plan was made from is what is changed, by <c>If-Match</c>: where somebody else has changed it
/// meanwhile, it stays as it is. A run, which writes into the same document, is no such change. The API has no entity tag of a connection: it is looked at before its stage.
/// </summary>
/// <param name="client">Of the server.</param>
/// <param name="ids">Of what is there; what is created is added.</param>
/// <param name="item">What is to be done.</param>
/// <param name="connections">Those that are there now, by their ids.</param>
internal sealed class ItemChange(FlowsClient client, ItemIds ids, PlanItem item, IReadOnlyDictionary<string, JsonObject> connections)
{
    /// <summary>Runs write when they start and end; a document that is written more often while it is changed is another's.</summary>
    private const int MaximumTries = 10;

    private JsonObject Content => item.Wanted!.Definition.Content;

    /// <returns>What was done, as a participle.</returns>
    public async Task<string> DoAsync(CancellationToken cancellationToken)
    {
        if (item.Action == PlanAction.Delete)
        {
            await ChangeAsync(HttpMethod.Delete, null, cancellationToken);
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
        if (id is null)
            return (await client.CallAsync(HttpMethod.Post, item.Kind.Path, document, cancellationToken)).Text(item.Kind == Kind.Flow ? "integrationFlow.integrationFlowId" : "integration.integrationId")!;
        await ChangeAsync(HttpMethod.Put, document, cancellationToken);
        return id;
    }

    /// <summary>Changes or deletes what is there, as long as it is what the plan was made from.</summary>
    private async Task ChangeAsync(HttpMethod method, JsonObject? body, CancellationToken cancellationToken)
    {
        var path = $"{item.Kind.Path}/{item.Existing!.Id}";
        if (item.Kind == Kind.Connection)
        {
            DemandUnchanged(connections.GetValueOrDefault(item.Existing.Id));
            await client.CallAsync(method, path, body, cancellationToken);
            return;
        }

        var tag = item.Server?.Tag;
        for (var attempt = 1; ; attempt++)
        {
            if (tag is null || attempt > 1)
            {
                var current = await client.FindTaggedAsync(path, cancellationToken);
                DemandUnchanged(current?.Body[item.Kind.Single] as JsonObject);
                tag = current!.Tag;
            }

            try
            {
                await client.ChangeAsync(method, path, body, tag, cancellationToken);
                return;
            }
            catch (FlowsApiException changed) when (changed.Status == HttpStatusCode.PreconditionFailed && attempt < MaximumTries)
            {
                // A run has written, or somebody: the next look tells.
            }
        }
    }

    /// <exception cref="FlowsException">Its author's part is another than in the plan.</exception>
    private void DemandUnchanged(JsonObject? current)
    {
        var planned = item.Existing!.Summary;
        if (current is null)
            throw ChangedMeanwhile("It was deleted");
        if (current.Text("modificationDate") != planned.Text("modificationDate") || current.Text("modifiedBy") != planned.Text("modifiedBy"))
            throw ChangedMeanwhile($"It was changed by {current.Text("modifiedBy") ?? "somebody"} at {UtcText.Of(current.Instant("modificationDate"))} UTC");
    }

    private static FlowsException ChangedMeanwhile(string what) => new($"{what}, after the plan was made, and stays as it is. Apply again: a new plan shows how it differs now.", "");

    /// <summary>The same for what has a document of its own: the schedule, the notifications.</summary>
    /// <param name="part">Its name.</param>
    /// <param name="planned">As in the plan; null for none.</param>
    /// <param name="current">As it is now; null for none.</param>
    private static void DemandUnchanged(string part, JsonNode? planned, JsonNode? current)
    {
        if (!JsonNode.DeepEquals(planned, current))
            throw ChangedMeanwhile($"Its {part} was changed by somebody else");
    }

    private static async Task<string?> GuardAsync(string part, Func<Task<TaggedAnswer>> change)
    {
        try
        {
            return (await change()).Tag;
        }
        catch (FlowsApiException changed) when (changed.Status == HttpStatusCode.PreconditionFailed)
        {
            throw ChangedMeanwhile($"Its {part} was changed by somebody else");
        }
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
        await ChangeAsync(HttpMethod.Patch, body, cancellationToken);
        return id;
    }

    private async Task WriteScheduleAsync(string id, CancellationToken cancellationToken)
    {
        const string Part = "schedule";
        var path = $"integrations/{id}/schedule";
        var planned = item.Server?.Content[Part] as JsonObject;
        var current = planned is null ? null : await client.FindTaggedAsync(path, cancellationToken);
        DemandUnchanged(Part, planned, current?.Body[Part] is JsonObject there ? ServerForm.OfSchedule(there) : null);
        if (Content[Part] is not JsonObject wanted)
        {
            await GuardAsync(Part, () => client.ChangeAsync(HttpMethod.Delete, path, null, current?.Tag, cancellationToken));
            return;
        }

        var schedule = wanted.DeepClone().AsObject();
        schedule.Remove("status");
        var body = new JsonObject { ["integrationId"] = id, [Part] = schedule };
        var tag = await GuardAsync(Part, () => client.ChangeAsync(planned is null ? HttpMethod.Post : HttpMethod.Put, path, body, current?.Tag, cancellationToken));
        // A new one is enabled, a replaced one stays as it was.
        var (was, becomes) = (planned.Text("status") ?? "enabled", wanted.Text("status") ?? "enabled");
        if (was != becomes)
            await GuardAsync(Part, () => client.ChangeAsync(HttpMethod.Post, $"{path}/status/{becomes}", null, tag, cancellationToken));
    }

    /// <summary>One configuration may be that of several: then the others keep it, and this one gets its own.</summary>
    private async Task WriteNotificationsAsync(string id, CancellationToken cancellationToken)
    {
        const string Part = "notifications";
        var wanted = Content[Part]!.AsObject();
        var document = (await client.ReadAsync($"{item.Kind.Path}/{id}", cancellationToken))[item.Kind.Single];
        var path = $"integrations/notification/{document.Text("notificationId")}";
        var current = document.Text("notificationId") is null ? null : await client.FindTaggedAsync(path, cancellationToken);
        var configuration = current?.Body[Part] as JsonObject;
        if (item.Server is not null)
            DemandUnchanged(Part, item.Server.Content[Part], configuration is null ? null : ServerForm.OfNotification(configuration, document.Text("createdBy")));
        var owners = (configuration?["integrationIds"] as JsonArray ?? []).Select(owner => owner!.GetValue<string>()).ToList();
        if (configuration is not null)
        {
            var replaced = owners.Count <= 1 ? Input([id], wanted) : Input(owners.Where(owner => owner != id), ServerForm.OfNotification(configuration, creator: null)!);
            await GuardAsync(Part, () => client.ChangeAsync(HttpMethod.Put, path, replaced, current!.Tag, cancellationToken));
        }

        if (configuration is null || owners.Count > 1)
            await client.CallAsync(HttpMethod.Post, "integrations/notification", Input([id], wanted), cancellationToken);
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
