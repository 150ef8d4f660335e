using System.Text.Json.Nodes;
using System.Xml;
using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Rig;
using FlowFunctions.Chaos.Target;

namespace FlowFunctions.Chaos.Driving;

/// <summary>Creates flows, with an integration for each step and a webhook that is told of every end.</summary>
/// <param name="api">Where.</param>
/// <param name="target">What steps call.</param>
/// <param name="seed">Of the trial.</param>
/// <param name="connection">Id of the connection that loads read their files by.</param>
internal sealed class FlowInstaller(ChaosApi api, TargetServer target, int seed, string connection)
{
    /// <summary>Of the target, for a step.</summary>
    public static string StepKey(FlowShape flow, int step) => $"{flow.Number}-{step}";

    public async Task<InstalledFlow> InstallAsync(FlowShape flow, CancellationToken cancellationToken)
    {
        var integrations = new List<string>();
        foreach (var step in flow.Steps)
        {
            var integration = flow.IsOfLoads ? LoadOf(flow, step.Number) : CallOf(flow, step.Number);
            integrations.Add(await api.CreateAsync("integrations", integration, ("integration", "integrationId"), ("integrations", "integrationId"), cancellationToken));
        }

        var id = await api.CreateAsync("integrationflows", DocumentOf(flow, integrations), ("integrationFlow", "integrationFlowId"), ("integrationFlows", "id"), cancellationToken);
        await TellOfEndsAsync(id, cancellationToken);
        return new(flow, id, integrations);
    }

    /// <summary>The connection to the files that loads read.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> ConnectAsync(ChaosApi api, LoadStore store, CancellationToken cancellationToken)
    {
        var connection = new JsonObject
        {
            ["type"] = "AzureBlob",
            ["body"] = new JsonObject { ["name"] = "Loads", ["storageAccountName"] = store.Account, ["containerName"] = store.Container, ["sasToken"] = store.Signature() },
        };
        return (string)(await api.PostAsync("integrations/connections", connection, cancellationToken)).Required("A connection")["connections"]!["connectionId"]!;
    }

    private JsonObject CallOf(FlowShape flow, int step) => new()
    {
        ["name"] = flow.NameOf(step),
        ["endpoint"] = new JsonObject { ["url"] = target.AddressOf(StepKey(flow, step)), ["pollInterval"] = "PT1S" },
    };

    private JsonObject LoadOf(FlowShape flow, int step)
    {
        var file = LoadFile.Draw(seed, flow.Number, step);
        return new()
        {
            ["name"] = flow.NameOf(step),
            ["version"] = "2.0",
            ["workspaceId"] = Models.Workspace,
            ["modelId"] = Models.IdOf(flow.Number),
            ["jobs"] = new JsonArray(new JsonObject
            {
                ["type"] = "AzureBlobToAnaplan",
                ["sources"] = new JsonArray(new JsonObject { ["type"] = "AzureBlob", ["connectionId"] = connection, ["file"] = file.Name }),
                ["targets"] = new JsonArray(new JsonObject { ["type"] = "Anaplan", ["actionId"] = file.ImportId, ["fileId"] = file.FileId }),
            }),
        };
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
