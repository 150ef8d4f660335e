using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.LocalHost.Engine.History;
using FlowFunctions.LocalHost.Engine.Storage;

namespace FlowFunctions.Tests.Runs.Golden;

/// <summary>A run as the engine stored it: what was scheduled, turn by turn what happened, and what came out.</summary>
internal sealed record GoldenRun(ActiveRecord Scheduled, IReadOnlyList<TurnRecord> Turns, JsonNode Output)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public static GoldenRun Read(string path)
    {
        var file = JsonNode.Parse(File.ReadAllText(path))!;
        return new(
            file["scheduled"].Deserialize(HistoryJson.Default.ActiveRecord)!,
            [.. file["turns"]!.AsArray().Select(turn => turn.Deserialize(HistoryJson.Default.TurnRecord)!)],
            file["output"]!);
    }

    public void Write(string path) => File.WriteAllText(
        path,
        new JsonObject
        {
            ["scheduled"] = JsonSerializer.SerializeToNode(Scheduled, HistoryJson.Default.ActiveRecord),
            ["turns"] = new JsonArray([.. Turns.Select(turn => JsonSerializer.SerializeToNode(turn, HistoryJson.Default.TurnRecord))]),
            ["output"] = Output.DeepClone(),
        }.ToJsonString(Readable) + "\n");

    /// <summary>The row of an instance that has not ended.</summary>
    public static async Task<ActiveRecord> ScheduledAsync(InstanceStore instances, string instanceId, CancellationToken cancellationToken)
    {
        await foreach (var stored in instances.ReadActiveAsync(cancellationToken))
        {
            if (stored.InstanceId == instanceId)
            {
                return stored.Record!;
            }
        }

        throw new InvalidOperationException($"Instance {instanceId} has ended, or never was.");
    }
}
