using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;

namespace FlowFunctions.Tests.Runs.Golden;

/// <summary>
/// One execution of an orchestrator as the host asked for it: its history, and for each turn where in the history it stood and what it answered. Kept as the
/// protocol's own messages, in JSON.
/// </summary>
/// <param name="Orchestrator">RunFlow or AwaitStep.</param>
/// <param name="InstanceId">Of the instance.</param>
/// <param name="Events">The history up to and with the last turn's new events.</param>
/// <param name="Turns">In order.</param>
internal sealed record GoldenRun(string Orchestrator, string InstanceId, IReadOnlyList<HistoryEvent> Events, IReadOnlyList<GoldenTurn> Turns)
{
    /// <summary>In the name of a recording: its history is followed by another.</summary>
    public const string GoesOn = "-goes-on";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public static GoldenRun Read(string path)
    {
        var file = JsonNode.Parse(File.ReadAllText(path))!;
        return new(
            (string)file["orchestrator"]!,
            (string)file["instanceId"]!,
            [.. file["events"]!.AsArray().Select(Parse<HistoryEvent>)],
            [.. file["turns"]!.AsArray().Select(turn => new GoldenTurn((int)turn!["past"]!, (int)turn["new"]!, [.. turn["actions"]!.AsArray().Select(Parse<OrchestratorAction>)]))]);
    }

    /// <summary>Of what a worker was asked for and answered, in order, for one execution.</summary>
    public static GoldenRun Of(string orchestrator, IReadOnlyList<(OrchestratorRequest Request, OrchestratorResponse Response)> asked)
    {
        var last = asked[^1].Request;
        return new(
            orchestrator,
            last.InstanceId,
            [.. last.PastEvents.Concat(last.NewEvents).Select(WithoutStack)],
            [.. asked.Select(turn => new GoldenTurn(turn.Request.PastEvents.Count, turn.Request.NewEvents.Count, [.. turn.Response.Actions]))]);
    }

    public void Write(string path) => File.WriteAllText(
        path,
        new JsonObject
        {
            ["orchestrator"] = Orchestrator,
            ["instanceId"] = InstanceId,
            ["events"] = new JsonArray([.. Events.Select(Format)]),
            ["turns"] = new JsonArray([.. Turns.Select(turn => new JsonObject
            {
                ["past"] = turn.PastEvents,
                ["new"] = turn.NewEvents,
                ["actions"] = new JsonArray([.. turn.Actions.Select(Format)]),
            })]),
        }.ToJsonString(Readable) + "\n");

    /// <summary>What the host asks the worker for in a turn.</summary>
    public OrchestratorRequest RequestOf(GoldenTurn turn)
    {
        // The runner reads the window of entities, which are not used here, whatever it is.
        var request = new OrchestratorRequest { InstanceId = InstanceId, EntityParameters = new() { EntityMessageReorderWindow = new() } };
        request.PastEvents.AddRange(Events.Take(turn.PastEvents));
        request.NewEvents.AddRange(Events.Skip(turn.PastEvents).Take(turn.NewEvents));
        return request;
    }

    /// <summary>Where in whose code a defect is, is of no use to what is replayed.</summary>
    private static HistoryEvent WithoutStack(HistoryEvent one)
    {
        var same = one.Clone();
        for (var failure = same.TaskFailed?.FailureDetails; failure is not null; failure = failure.InnerFailure)
        {
            failure.StackTrace = null;
        }

        return same;
    }

    private static T Parse<T>(JsonNode? node)
        where T : IMessage, new() => JsonParser.Default.Parse<T>(node!.ToJsonString());

    private static JsonNode Format(IMessage message) => JsonNode.Parse(JsonFormatter.Default.Format(message))!;
}
