using System.Text.Json.Nodes;
using System.Xml;
using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Rig;
using FlowFunctions.Chaos.Target;

namespace FlowFunctions.Chaos.Driving;

/// <summary>Creates flows, with an integration for each step and a webhook that is told of every end.</summary>
internal sealed class FlowInstaller(ChaosApi api, TargetServer target)
{
    /// <summary>Of the target, for a step.</summary>
    public static string StepKey(FlowShape flow, int step) => $"{flow.Number}-{step}";

    public async Task<InstalledFlow> InstallAsync(FlowShape flow, CancellationToken cancellationToken)
    {
        var integrations = new List<string>();
        foreach (var step in flow.Steps)
        {
            var integration = new JsonObject
            {
                ["name"] = flow.NameOf(step.Number),
                ["endpoint"] = new JsonObject { ["url"] = target.AddressOf(StepKey(flow, step.Number)), ["pollInterval"] = "PT1S" },
            };
            integrations.Add((string)(await api.PostAsync("integrations", integration, cancellationToken)).Required("An integration")["integration"]!["integrationId"]!);
        }

        var created = (await api.PostAsync("integrationflows", DocumentOf(flow, integrations), cancellationToken)).Required("A flow");
        var id = (string)created["integrationFlow"]!["integrationFlowId"]!;
        await TellOfEndsAsync(id, cancellationToken);
        return new(flow, id, integrations);
    }

    private static JsonObject DocumentOf(FlowShape flow, IReadOnlyList<string> integrations)
    {
        var document = new JsonObject { ["name"] = flow.Name, ["steps"] = new JsonArray([.. flow.Steps.Select(step => StepOf(step, integrations))]) };
        if (flow.Timeout is { } timeout)
        {
            document["timeout"] = XmlConvert.ToString(timeout);
        }

        return document;
    }

    private static JsonObject StepOf(StepShape step, IReadOnlyList<string> integrations)
    {
        var document = new JsonObject
        {
            ["referrer"] = integrations[step.Number],
            ["dependsOn"] = new JsonArray([.. step.DependsOn.Select(number => (JsonNode)integrations[number])]),
            ["isSkipped"] = step.IsSkipped,
            ["exceptionBehavior"] = new JsonArray(Behavior("failure", step.StopsOnFailure), Behavior("partial_success", step.StopsOnPartialSuccess)),
        };
        if (step.Timeout is { } timeout)
        {
            document["timeout"] = XmlConvert.ToString(timeout);
        }

        if (step.Retries > 0)
        {
            document["retry"] = new JsonObject { ["count"] = step.Retries, ["backoff"] = "PT1S", ["coefficient"] = 1 };
        }

        return document;

        static JsonObject Behavior(string type, bool stops) => new() { ["type"] = type, ["strategy"] = stops ? "stop" : "continue" };
    }

    private async Task TellOfEndsAsync(string flow, CancellationToken cancellationToken)
    {
        var document = (await api.GetAsync($"integrationflows/{flow}", cancellationToken)).Required("The flow");
        var notification = (string)document["integrationFlow"]!["notificationId"]!;
        var body = new JsonObject
        {
            ["integrationIds"] = new JsonArray(flow),
            ["channels"] = new JsonArray("in_app"),
            ["webhooks"] = new JsonArray(Hosts.Webhook),
            ["notifications"] = new JsonObject { ["config"] = new JsonArray(Rule("success"), Rule("partial_failure"), Rule("full_failure")) },
        };
        (await api.PutAsync($"integrations/notification/{notification}", body, cancellationToken)).Required("The notification");

        static JsonObject Rule(string type) => new() { ["type"] = type, ["users"] = new JsonArray(Hosts.User) };
    }
}
