using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Definitions;

/// <summary>What a server has, as definitions that refer to others by name.</summary>
internal sealed class ServerDefinitions(FlowsClient client, string source)
{
    /// <summary>Requests at the same time: a definition is a request each, and the server's answers take longer than the way to it.</summary>
    public const int Parallelism = 16;

    private readonly Dictionary<Kind, Dictionary<string, Found>> _byName = [];
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>All that is there, of all kinds.</summary>
    public IEnumerable<Found> All => Kind.All.SelectMany(kind => _byName[kind].Values);

    /// <summary>Reads the three lists.</summary>
    public static async Task<ServerDefinitions> ReadAsync(FlowsClient client, string source, CancellationToken cancellationToken)
    {
        var definitions = new ServerDefinitions(client, source);
        foreach (var kind in Kind.All)
        {
            var found = new Dictionary<string, Found>(StringComparer.OrdinalIgnoreCase);
            await foreach (var item in Lister.AllAsync(client, kind, cancellationToken))
                found[kind.NameOf(item)] = Found.Of(kind, item);
            definitions._byName[kind] = found;
            foreach (var one in found.Values)
                definitions._names[one.Id] = one.Name;
        }

        return definitions;
    }

    public Found? Find(Kind kind, string name) => _byName[kind].GetValueOrDefault(name.Trim());

    /// <summary>The whole definitions of some, with the documents of the server that they come from.</summary>
    /// <param name="wanted">Which.</param>
    /// <param name="withRest">Whether schedules of flows and notifications are wanted too, a request or two more each.</param>
    /// <param name="cancellationToken">Ends it between two requests.</param>
    public async Task<IReadOnlyDictionary<Found, Definition>> ReadAsync(IEnumerable<Found> wanted, Func<Found, bool> withRest, CancellationToken cancellationToken)
    {
        var read = new ConcurrentDictionary<Found, Definition>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(wanted, options, async (found, token) => read[found] = await ReadAsync(found, withRest(found), token));
        return read;
    }

    private async Task<Definition> ReadAsync(Found found, bool withRest, CancellationToken cancellationToken)
    {
        if (found.Kind == Kind.Connection)
            return new Definition(found.Kind, found.Name, ServerForm.OfConnection(found.Summary), source);
        var answer = await client.ReadTaggedAsync($"{found.Kind.Path}/{found.Id}", cancellationToken);
        var document = answer.Body[found.Kind.Single]!.AsObject();
        var content = ContentOf(found.Kind, document);
        if (withRest && found.IsFlow && await ScheduleOfAsync(found.Id, document, cancellationToken) is { } schedule)
            content["schedule"] = ServerForm.OfSchedule(schedule);
        if (withRest && document.Text("notificationId") is { } notificationId
            && (await client.FindAsync($"integrations/notification/{notificationId}", cancellationToken))?["notifications"] is JsonObject notification
            && ServerForm.OfNotification(notification, document.Text("createdBy")) is { } notifications)
        {
            content["notifications"] = notifications;
        }

        return new Definition(found.Kind, found.Name, content, source) { Tag = answer.Tag };
    }

    /// <summary>A server that follows the contract to the letter shows no schedule with a flow.</summary>
    private async Task<JsonObject?> ScheduleOfAsync(string id, JsonObject flow, CancellationToken cancellationToken) =>
        flow.TryGetPropertyValue("schedule", out var schedule) ? schedule as JsonObject : (await client.FindAsync($"integrations/{id}/schedule", cancellationToken))?["schedule"] as JsonObject;

    /// <summary>What a document of the server says as a definition, without its notifications and a flow's schedule, which are not in it.</summary>
    public JsonObject ContentOf(Kind kind, JsonObject document) => kind == Kind.Flow ? ServerForm.OfFlow(document, _names) : ServerForm.OfIntegration(document, _names);
}
