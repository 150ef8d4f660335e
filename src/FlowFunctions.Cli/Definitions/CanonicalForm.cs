using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Definitions;

/// <summary>
/// One way to write what can be written in several: without defaults and empty fields, ids as texts, durations in their shortest form, lists without an order in order. Two
/// definitions mean the same if and only if their canonical forms are the same.
/// </summary>
internal static class CanonicalForm
{
    private static readonly string[] Durations = ["timeout", "pollInterval", "backoff", "maxBackoff"];
    private static readonly string[] Ids = ["processId", "actionId", "fileId"];

    /// <summary>Of a definition, without its kind and its secrets, which the server never tells.</summary>
    public static JsonObject Of(Definition definition)
    {
        var form = Copy(definition.Content);
        form.Remove("kind");
        form.Remove("secrets");
        form["name"] = definition.Name;
        if (definition.Kind == Kind.Connection)
            Drop(form, "authMethod", "SAS-based");
        else
            OfRunnable(form);
        return form;
    }

    private static void OfRunnable(JsonObject form)
    {
        Drop(form, "nuxVisible", false);
        Drop(form, "idempotent", false);
        Drop(form, "workspaceId", "");
        Drop(form, "modelId", "");
        foreach (var step in form.Items("steps"))
            OfStep(step);
        foreach (var end in Definition.JobEnds(form))
            Drop(end, "overwrite", false);
        if (form["endpoint"] is JsonObject endpoint)
        {
            Drop(endpoint, "method", "POST");
            Drop(endpoint, "timeout", "PT30M");
            Drop(endpoint, "pollInterval", "PT5S");
        }

        if (form["schedule"] is JsonObject schedule)
        {
            Drop(schedule, "status", "enabled");
            Sort(schedule, "daysOfWeek");
        }

        if (form["notifications"] is JsonObject notifications)
        {
            Sort(notifications, "channels");
            Sort(notifications, "webhooks");
            foreach (var rule in notifications.Items("config"))
                Sort(rule, "users");
            notifications["config"] = new JsonArray([.. notifications.Items("config").OrderBy(rule => rule.Text("type"), StringComparer.Ordinal).Select(rule => rule.DeepClone())]);
        }
    }

    private static void OfStep(JsonObject step)
    {
        Drop(step, "isSkipped", false);
        Sort(step, "dependsOn");
        if (step["exceptionBehavior"] is JsonArray behaviors)
        {
            var own = behaviors.OfType<JsonObject>()
                .Where(behavior => (behavior.Text("type"), behavior.Text("strategy")) is not (("failure", "stop") or ("partial_success", "continue")))
                .OrderBy(behavior => behavior.Text("type"), StringComparer.Ordinal).Select(behavior => behavior.DeepClone()).ToArray();
            if (own.Length == 0)
                step.Remove("exceptionBehavior");
            else
                step["exceptionBehavior"] = new JsonArray(own);
        }

        if (step["retry"] is JsonObject retry)
        {
            Drop(retry, "backoff", "PT30S");
            Drop(retry, "maxBackoff", "PT1H");
            if (retry.Text("coefficient") is "2" or "2.0")
                retry.Remove("coefficient");
        }
    }

    private static JsonObject Copy(JsonObject from) => new(
        from.Where(field => !IsEmpty(field.Value)).Select(field => KeyValuePair.Create(field.Key, Copy(field.Key, field.Value!))));

    private static JsonNode? Copy(string name, JsonNode value) => value switch
    {
        JsonObject fields => Copy(fields),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Copy(name, item))]),
        _ when Ids.Contains(name, StringComparer.Ordinal) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(),
        _ when Durations.Contains(name, StringComparer.Ordinal) && value.GetValueKind() == JsonValueKind.String => Shortest(value.GetValue<string>()),
        _ => value.DeepClone(),
    };

    private static bool IsEmpty(JsonNode? value) => value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 };

    private static string Shortest(string duration)
    {
        try
        {
            return XmlConvert.ToString(XmlConvert.ToTimeSpan(duration));
        }
        catch (FormatException)
        {
            // It names a value that is not there, which the plan tells.
            return duration;
        }
    }

    private static void Drop(JsonObject from, string name, JsonNode otherwise)
    {
        if (from[name] is { } value && JsonNode.DeepEquals(value, otherwise))
            from.Remove(name);
    }

    private static void Sort(JsonObject from, string name)
    {
        if (from[name] is JsonArray items)
            from[name] = new JsonArray([.. items.OrderBy(item => item?.ToJsonString(), StringComparer.Ordinal).Select(item => item?.DeepClone())]);
    }
}
