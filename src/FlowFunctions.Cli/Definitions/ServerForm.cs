using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Definitions;

/// <summary>Makes definitions of what the API answers: names in the place of ids, and nothing that the server adds or takes by default.</summary>
internal static class ServerForm
{
    private static readonly string[] IntegrationFields = ["workspaceId", "modelId", "processId", "nuxVisible", "idempotent"];
    private static readonly string[] EndFields = ["type", "connection", "file", "table", "overwrite", "actionId", "fileId"];
    private static readonly string[] EndpointFields = ["url", "method", "headers", "secretName", "timeout", "pollInterval"];
    private static readonly string[] StepFields = ["referrer", "dependsOn", "isSkipped", "exceptionBehavior", "timeout", "retry"];
    private static readonly string[] ScheduleFields = ["name", "type", "timezone", "time", "fromTime", "toTime", "repeatEvery", "daysOfWeek", "startDate", "endDate", "status"];

    public static JsonObject OfConnection(JsonObject connection)
    {
        var content = new JsonObject { ["kind"] = "connection", ["name"] = connection.Text("body.name"), ["type"] = connection.Text("connectionType") };
        if (connection.Text("workspaceId") is { } workspace)
            content["workspaceId"] = workspace;
        foreach (var (name, value) in (connection["body"] as JsonObject ?? []).Where(field => field.Key is not ("name" or "workspaceId") && field.Value is not null))
            content[name] = value!.DeepClone();
        return content;
    }

    public static JsonObject OfIntegration(JsonObject integration, IReadOnlyDictionary<string, string> names)
    {
        var content = new JsonObject { ["kind"] = "integration", ["name"] = integration.Text("name") };
        Take(content, integration, IntegrationFields);
        if (integration["jobs"] is JsonArray jobs)
        {
            content["jobs"] = new JsonArray([.. jobs.OfType<JsonObject>().Select(job => (JsonNode)new JsonObject
            {
                ["type"] = job.Text("type"),
                ["sources"] = new JsonArray([.. job.Items("sources").Select(end => (JsonNode)OfEnd(end, names))]),
                ["targets"] = new JsonArray([.. job.Items("targets").Select(end => (JsonNode)OfEnd(end, names))]),
            })]);
        }

        if (integration["endpoint"] is JsonObject endpoint)
        {
            var own = new JsonObject();
            Take(own, endpoint, EndpointFields);
            content["endpoint"] = own;
        }

        if (integration["schedule"] is JsonObject schedule)
            content["schedule"] = OfSchedule(schedule);
        return content;
    }

    public static JsonObject OfFlow(JsonObject flow, IReadOnlyDictionary<string, string> names)
    {
        var content = new JsonObject { ["kind"] = "flow", ["name"] = flow.Text("name") };
        Take(content, flow, ["timeout", "nuxVisible"]);
        content["steps"] = new JsonArray([.. flow.Items("steps").Select(step => (JsonNode)OfStep(step, names))]);
        return content;
    }

    public static JsonObject OfSchedule(JsonObject schedule)
    {
        var content = new JsonObject();
        Take(content, schedule, ScheduleFields);
        return content;
    }

    /// <summary>Null for the one that the server makes by itself for everything new: in the creator's feed, when something fails.</summary>
    public static JsonObject? OfNotification(JsonObject notification, string? creator)
    {
        var rules = notification["notifications"].Items("config").ToList();
        var isDefault = notification["channels"]?.ToJsonString() == """["in_app"]""" && notification["webhooks"] is null or JsonArray { Count: 0 } && rules.Count == 2
            && rules.All(rule => rule.Text("type") is "partial_failure" or "full_failure" && rule.Items("users").Select(user => user.Text("userGuid")).SequenceEqual([creator]));
        return isDefault ? null : new JsonObject
        {
            ["channels"] = notification["channels"]?.DeepClone(),
            ["webhooks"] = notification["webhooks"]?.DeepClone(),
            ["config"] = new JsonArray([.. rules.Select(rule => (JsonNode)new JsonObject
            {
                ["type"] = rule.Text("type"),
                ["users"] = new JsonArray([.. rule.Items("users").Select(user => (JsonNode?)user.Text("userGuid"))]),
            })]),
        };
    }

    private static JsonObject OfStep(JsonObject step, IReadOnlyDictionary<string, string> names)
    {
        var content = new JsonObject();
        Take(content, step, StepFields);
        content["referrer"] = NameOf(step.Text("referrer"), names) ?? step.Text("name");
        if (content["dependsOn"] is JsonArray dependencies)
            content["dependsOn"] = new JsonArray([.. dependencies.Select(id => (JsonNode?)NameOf(id?.GetValue<string>(), names))]);
        return content;
    }

    private static JsonObject OfEnd(JsonObject end, IReadOnlyDictionary<string, string> names)
    {
        var content = new JsonObject();
        Take(content, end, EndFields);
        if (end.Text("connectionId") is { } id)
            content["connection"] = NameOf(id, names) ?? end.Text("connectionName");
        return content;
    }

    private static string? NameOf(string? id, IReadOnlyDictionary<string, string> names) => id is not null && names.TryGetValue(id, out var name) ? name : null;

    private static void Take(JsonObject content, JsonObject from, IEnumerable<string> fields)
    {
        foreach (var field in fields.Where(field => from[field] is not null))
            content[field] = from[field]!.DeepClone();
    }
}
