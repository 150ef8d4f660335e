using System.Text.Json;

namespace FlowFunctions.Infra.Tests.Deploying;

/// <summary>
/// What Azure would say to az, in the shapes that az prints; at first all is well. The options of each command are those of its reference, learn.microsoft.com/cli/azure.
/// </summary>
internal sealed class AzureAnswers
{
    public const string Subscription = "11111111-2222-3333-4444-555555555555";
    public const string StorageAccount = "stflowsdevabcdefghi";
    public const string Vault = "kv-flowsdevabcdefghi";

    private static readonly string[] Registered =
    [
        // As az prints them: this one begins with a small letter.
        "microsoft.insights", "Microsoft.App", "Microsoft.Authorization", "Microsoft.KeyVault", "Microsoft.ManagedIdentity", "Microsoft.Network", "Microsoft.OperationalInsights",
        "Microsoft.Resources", "Microsoft.Storage", "Microsoft.Web",
    ];

    private readonly Dictionary<string, Command> _commands = new(StringComparer.Ordinal)
    {
        ["account show"] = new([], [Json(new { id = Subscription, name = "Flows", state = "Enabled" })]),
        ["bicep version"] = new([], [Text("Bicep CLI version 0.49.2 (0f8eeb3a51)")]),
        ["group show"] = new(["--name"], [Json(new { name = "flows-dev", location = "westeurope" })]),
        ["provider list"] = new([], [Providers([])]),
        ["functionapp list-flexconsumption-locations"] = new(
            ["--details", "--runtime", "--zone-redundant"], [Json(new[] { new { name = "northeurope" }, new { name = "westeurope" }, new { name = "northcentralus(stage)" } })]),
        ["rest"] = new(["--method", "--url"], [Rights(Owner)]),
        ["deployment group what-if"] = new(["--resource-group", "--parameters", "--result-format", "--no-pretty-print"], [WhatIf("Create")]),
        ["deployment group create"] = new(["--name", "--resource-group", "--parameters"], [Json(new { })]),
        ["deployment group show"] = new(["--name", "--resource-group"], [Json(new { })]),
        ["storage account check-name"] = new(["--name"], [Json(new { nameAvailable = true, reason = (string?)null, message = (string?)null })]),
        ["keyvault list-deleted"] = new(["--resource-type"], [Json(Array.Empty<object>())]),
        ["functionapp deployment source config-zip"] = new(["--resource-group", "--name", "--src"], [Json(new { })]),
    };

    // The built-in roles, learn.microsoft.com/azure/role-based-access-control/built-in-roles.
    public static object Owner => new { actions = new[] { "*" }, notActions = Array.Empty<string>() };

    public static object Contributor => new
    {
        actions = new[] { "*" },
        notActions = new[] { "Microsoft.Authorization/*/Delete", "Microsoft.Authorization/*/Write", "Microsoft.Authorization/elevateAccess/Action" },
    };

    public static object UserAccessAdministrator => new { actions = new[] { "*/read", "Microsoft.Authorization/*", "Microsoft.Support/*" }, notActions = Array.Empty<string>() };

    public static object Reader => new { actions = new[] { "*/read" }, notActions = Array.Empty<string>() };

    public static object Json(object answer) => new { json = answer };

    public static object Text(string printed) => new { text = printed };

    public static object Interrupted => new { interrupted = true };

    public static object Error(string message) => new { error = message };

    public static object NoProviders => Providers(Registered);

    public static object Rights(params object[] roles) => Json(new { value = roles, nextLink = (string?)null });

    public static object Providers(string[] unregistered) =>
        Json(Registered.Select(name => new { @namespace = name, registrationState = unregistered.Contains(name) ? "NotRegistered" : "Registered" })
            .Append(new { @namespace = "Microsoft.DurableTask", registrationState = "NotRegistered" }));

    public static object WhatIf(string changeOfNames)
    {
        var group = $"/subscriptions/{Subscription}/resourceGroups/flows-dev/providers";
        return new
        {
            json = new
            {
                status = "Succeeded",
                changes = new[]
                {
                    new { changeType = changeOfNames, resourceId = $"{group}/Microsoft.Storage/storageAccounts/{StorageAccount}" },
                    new { changeType = "Create", resourceId = $"{group}/Microsoft.Storage/storageAccounts/{StorageAccount}/blobServices/default" },
                    new { changeType = changeOfNames, resourceId = $"{group}/Microsoft.KeyVault/vaults/{Vault}" },
                    new { changeType = "NoChange", resourceId = $"{group}/Microsoft.Web/sites/func-flows-dev-abcdefghi" },
                },
            },
        };
    }

    /// <summary>From now on az says this; of several answers one for each call, and the last for all that follow.</summary>
    public AzureAnswers Says(string command, params object[] answers)
    {
        _commands[command] = _commands[command] with { Answers = answers };
        return this;
    }

    public string ToJson() =>
        JsonSerializer.Serialize(_commands.Select(command => new { command = command.Key, options = command.Value.Options, answers = command.Value.Answers }));

    private sealed record Command(string[] Options, object[] Answers);
}
