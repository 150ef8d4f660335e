using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using static FlowFunctions.Infra.Tests.Deploying.AzureAnswers;

namespace FlowFunctions.Infra.Tests.Deploying;

/// <summary>infra/deploy.sh and infra/deploy.ps1 do the same, against an Azure that answers from a file.</summary>
public class DeployScriptTests
{
    // The words of a first deployment: Azure/azure-dev#8026.
    private const string Forbidden =
        "ERROR: Deployment failed. InaccessibleStorageException: Failed to access storage account for deployment: BlobUploadFailedException: Failed to upload blob to storage account: "
        + "Response status code does not indicate success: 403 (This request is not authorized to perform this operation using this permission.).";

    [Theory]
    [InlineData("bash")]
    [InlineData("pwsh")]
    public async Task Everything_in_the_way_is_listed_at_once_with_its_cure(string shell)
    {
        using var script = new DeployScript();
        script.Parameters("dev", """
            using 'main.bicep'
            param lockData = true
            param alertAddresses = [readEnvironmentVariable('FLOWS_ALERT_ADDRESS')]
            param signInClientId = readEnvironmentVariable('FLOWS_SIGN_IN_CLIENT_ID', '')
            """);
        script.Azure
            .Says("provider list", Providers(["Microsoft.App", "microsoft.insights"]))
            .Says("functionapp list-flexconsumption-locations", Json(new[] { new { name = "swedencentral" } }))
            .Says("rest", Rights(Contributor))
            .Says("storage account check-name", Json(new { nameAvailable = false, reason = "AlreadyExists", message = "The storage account named it is already taken." }))
            .Says("keyvault list-deleted", Json(new[] { new { name = Vault, properties = new { location = "westeurope", scheduledPurgeDate = "2027-02-01T08:00:00+00:00" } } }));

        var ended = await script.RunAsync(shell, "flows-dev", "dev", "--yes", "--package", script.WriteFile("not-a-zip", "text"));

        Assert.Equal(1, ended.ExitCode);
        string[] faults =
        [
            "is not a zip file", "wants the environment variable FLOWS_ALERT_ADDRESS", "Microsoft.App ", "Microsoft.Insights ", "westeurope has no Flex Consumption",
            "Microsoft.Authorization/roleAssignments/write", "Microsoft.Authorization/roleDefinitions/write", "Microsoft.Authorization/locks/write", StorageAccount, Vault,
        ];
        Assert.All(faults, fault => Assert.Single(Faults(ended), line => line.Contains(fault, StringComparison.Ordinal)));
        Assert.Equal(faults.Length, Faults(ended).Count);
        Assert.Equal(faults.Length, ended.Error.Split('\n').Count(line => line.StartsWith("   Cure: ", StringComparison.Ordinal)));
        Assert.Contains("az provider register --namespace Microsoft.App --wait", ended.Error, StringComparison.Ordinal);
        Assert.Contains("swedencentral", ended.Error, StringComparison.Ordinal);
        Assert.Contains("recoverVault = true", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(script.Calls, Changes);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_told_how_to()
    {
        using var script = new DeployScript();
        script.Azure.Says("account show", Error("ERROR: Please run 'az login' to setup account."));

        var ended = await script.RunAsync("bash", "flows-dev", "dev", "--what-if");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("Please run 'az login' to setup account.", Assert.Single(Faults(ended)), StringComparison.Ordinal);
        Assert.Equal("account show", Assert.Single(script.Calls).Split(" --")[0]);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("pwsh")]
    public async Task What_if_changes_nothing(string shell)
    {
        using var script = new DeployScript();

        var ended = await script.RunAsync(shell, "flows-dev", "dev", "--what-if");

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.EndsWith("Nothing was changed.\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("deployment group what-if", script.Calls[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(script.Calls, Changes);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("pwsh")]
    public async Task Steps_run_in_the_order_of_the_list_and_publishing_outlives_two_refusals(string shell)
    {
        using var script = new DeployScript();
        await using var app = await DeployedApp.StartAsync([StatusCodes.Status503ServiceUnavailable, StatusCodes.Status200OK]);
        script.AppAnswersAt(app.Address);
        script.Azure.Says("functionapp deployment source config-zip", Error(Forbidden), Error(Forbidden), Json(new { }));
        script.Set("FLOWS_SMOKE_KEY", "viewers-key");

        var ended = await script.RunAsync(shell, "flows-dev", "dev", "--yes");

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.Equal(StepList.Steps.Select(step => $"== {step.Words}"), ended.Output.Split('\n').Where(line => line.StartsWith("== ", StringComparison.Ordinal)));
        Assert.Equal(2, ended.Output.Split('\n').Count(line => line.StartsWith("Not yet: Deployment failed. InaccessibleStorageException", StringComparison.Ordinal)));
        Assert.Equal(
            [
                "account show", "group show", "bicep version", "provider list", "functionapp list-flexconsumption-locations", "rest", "deployment group what-if", "storage account check-name",
                "keyvault list-deleted", "deployment group what-if", "deployment group create", "deployment group show", "functionapp deployment source config-zip",
                "functionapp deployment source config-zip", "functionapp deployment source config-zip", "deployment group show",
            ],
            script.Calls.Select(call => call.Split(" --")[0]));
        Assert.Contains("Not yet: 503", ended.Output, StringComparison.Ordinal);
        Assert.Contains("\"product\":\"1.2.3\"", ended.Output, StringComparison.Ordinal);
        Assert.Contains($"Healthy: {app.Address}", ended.Output, StringComparison.Ordinal);
        using var package = await ZipFile.OpenReadAsync(script.Published, TestContext.Current.CancellationToken);
        Assert.Equal([".azurefunctions/function.deps.json", "host.json"], package.Entries.Select(entry => entry.FullName).Where(name => !name.EndsWith('/')).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("pwsh")]
    public async Task Given_package_is_published_and_an_app_that_stays_unhealthy_ends_with_one_and_says_where_to_look(string shell)
    {
        using var script = new DeployScript();
        await using var app = await DeployedApp.StartAsync([StatusCodes.Status503ServiceUnavailable]);
        script.AppAnswersAt(app.Address);
        script.Remove("dotnet");
        script.Set("FLOWS_DEPLOY_TIMEOUT_SECONDS", "1");
        script.Set("FLOWS_DEPLOY_RETRY_SECONDS", "1");
        var package = script.WriteFile("flow-functions-1.2.3.zip", "PK and the rest of a zip");

        var ended = await script.RunAsync(shell, "flows-dev", "dev", "--app-only", "--package", package);

        Assert.Contains(script.Calls, call => call.EndsWith($"--src {package} --output none", StringComparison.Ordinal));
        Assert.Equal(await File.ReadAllTextAsync(package, TestContext.Current.CancellationToken), await File.ReadAllTextAsync(script.Published, TestContext.Current.CancellationToken));
        Assert.DoesNotContain(script.Calls, call => call.StartsWith("deployment group create", StringComparison.Ordinal));
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("/2/0/health answers 503, not 200, after 1 seconds: {\"checks\":{\"tables\":\"away\"}}", ended.Error, StringComparison.Ordinal);
        Assert.Contains("See infra/docs/operations.md, 'It does not start'.", ended.Error, StringComparison.Ordinal);
        Assert.Contains("\n## It does not start\n", Infra.Read("infra/docs/operations.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task App_that_answers_without_a_key_fails_the_smoke_test()
    {
        using var script = new DeployScript();
        await using var app = await DeployedApp.StartAsync(versionWithoutKey: StatusCodes.Status200OK);

        var ended = await script.RunAsync("bash", "flows-dev", "dev", "--only", "smoke", "--address", app.Address);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("answers 200 to a call without a key, not 401", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_that_does_not_pass_is_not_tried_again()
    {
        using var script = new DeployScript();
        script.AppAnswersAt("http://127.0.0.1:9");
        script.Azure.Says("functionapp deployment source config-zip", Error("ERROR: The deployment failed: the package has no host.json."));

        var ended = await script.RunAsync("bash", "flows-dev", "dev", "--app-only", "--package", script.WriteFile("app.zip", "PK"));

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("Publishing failed: The deployment failed: the package has no host.json.", ended.Error, StringComparison.Ordinal);
        Assert.Single(script.Calls, call => call.StartsWith("functionapp deployment source config-zip", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refusals_that_do_not_end_are_given_up_after_the_time()
    {
        using var script = new DeployScript();
        script.AppAnswersAt("http://127.0.0.1:9");
        script.Azure.Says("functionapp deployment source config-zip", Error(Forbidden));
        script.Set("FLOWS_DEPLOY_TIMEOUT_SECONDS", "0");

        var ended = await script.RunAsync("bash", "flows-dev", "dev", "--app-only", "--package", script.WriteFile("app.zip", "PK"));

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("Publishing was refused for 0 seconds, at last with: Deployment failed. InaccessibleStorageException", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scheduler_wants_its_provider_where_the_parameters_name_it()
    {
        using var script = new DeployScript();
        script.Parameters("dev", "using 'main.bicep'\nparam backend = 'DurableTaskScheduler'\n");

        var ended = await script.RunAsync("bash", "flows-dev", "dev", "--only", "preflight");

        Assert.Contains("Microsoft.DurableTask", Assert.Single(Faults(ended)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleted_vault_is_not_in_the_way_of_whoever_brings_it_back()
    {
        using var script = new DeployScript();
        script.Parameters("dev", "using 'main.bicep'\nparam recoverVault = true\n");
        script.Azure.Says("keyvault list-deleted", Json(new[] { new { name = Vault, properties = new { scheduledPurgeDate = "2027-02-01T08:00:00+00:00" } } }));

        var ended = await script.RunAsync("bash", "flows-dev", "dev", "--only", "preflight");

        Assert.True(ended.ExitCode == 0, ended.ToString());
    }

    [Fact]
    public async Task Region_of_the_parameters_counts_before_that_of_the_group()
    {
        using var script = new DeployScript();
        script.Parameters("dev", "using 'main.bicep'\nparam location = 'brazilsouth'\n");

        var ended = await script.RunAsync("bash", "flows-dev", "dev", "--only", "preflight");

        Assert.Contains("brazilsouth has no Flex Consumption plan", Assert.Single(Faults(ended)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_what_exists_need_not_be_free()
    {
        using var script = new DeployScript();
        script.Azure.Says("deployment group what-if", WhatIf("Modify")).Says("storage account check-name", Json(new { nameAvailable = false, message = "taken" }));

        var ended = await script.RunAsync("bash", "flows-dev", "dev", "--only", "preflight");

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.DoesNotContain(script.Calls, call => call.StartsWith("storage account check-name", StringComparison.Ordinal));
    }

    public static TheoryData<string, int> Roles => new()
    {
        { nameof(Owner), 0 },
        { $"{nameof(Contributor)} {nameof(UserAccessAdministrator)}", 0 },
        { nameof(Contributor), 3 },
        { nameof(UserAccessAdministrator), 2 },
        { nameof(Reader), 5 },
    };

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Rights_are_those_of_all_roles_together(string roles, int missing)
    {
        using var script = new DeployScript();
        script.Parameters("dev", "using 'main.bicep'\nparam lockData = true\n");
        script.Azure.Says("rest", Rights([.. roles.Split(' ').Select(role => typeof(AzureAnswers).GetProperty(role)!.GetValue(null)!)]));

        var ended = await script.RunAsync("bash", "flows-dev", "dev", "--only", "preflight");

        Assert.Equal(missing, Faults(ended).Count);
    }

    [Fact]
    public async Task What_may_not_be_looked_at_is_said_and_stops_nothing()
    {
        using var script = new DeployScript();
        script.Azure.Says(
            "keyvault list-deleted",
            Error("ERROR: (AuthorizationFailed) The client does not have authorization to perform action 'Microsoft.KeyVault/deletedVaults/read' over scope '/subscriptions/x'."));

        var ended = await script.RunAsync("bash", "flows-dev", "dev", "--only", "preflight");

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.Contains($"Not checked: whether a deleted vault has the name {Vault}. (AuthorizationFailed)", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Template_that_Azure_refuses_is_one_of_the_faults()
    {
        using var script = new DeployScript();
        script.Azure.Says("deployment group what-if", Error("ERROR: InvalidTemplateDeployment - The template deployment failed with error: quota."));

        var ended = await script.RunAsync("bash", "flows-dev", "dev", "--only", "preflight");

        Assert.Contains("InvalidTemplateDeployment", Assert.Single(Faults(ended)), StringComparison.Ordinal);
    }

    // Without --yes the call is wrong, too: nobody can be asked here.
    [Theory]
    [InlineData("bash", "", "dev")]
    [InlineData("bash", "flows-dev", "staging")]
    [InlineData("bash", "flows-dev", "dev", "--only", "deploy")]
    [InlineData("bash", "flows-dev", "dev", "--infra-only", "--app-only")]
    [InlineData("bash", "flows-dev", "dev", "--what-if", "--only", "provision")]
    [InlineData("bash", "flows-dev", "dev", "--only", "publish", "--package", "app.zip", "--what-if")]
    [InlineData("bash", "flows-dev", "dev")]
    [InlineData("bash", "flows-dev", "dev", "--only", "provision")]
    [InlineData("pwsh", "flows-dev", "dev", "--what-if", "--only", "provision")]
    [InlineData("pwsh", "flows-dev", "dev")]
    public async Task Wrong_call_ends_with_two_and_asks_nothing_of_Azure(string shell, params string[] arguments)
    {
        using var script = new DeployScript();

        var ended = await script.RunAsync(shell, arguments);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(shell == "bash" ? "--help" : "-Help", ended.Error, StringComparison.Ordinal);
        Assert.Empty(script.Calls);
    }

    [Theory]
    [InlineData("bash", "FLOWS_DEPLOY_TIMEOUT_SECONDS", "10m")]
    [InlineData("bash", "FLOWS_DEPLOY_RETRY_SECONDS", "-1")]
    [InlineData("bash", "FLOWS_DEPLOY_RETRY_SECONDS", "1.5")]
    [InlineData("pwsh", "FLOWS_DEPLOY_TIMEOUT_SECONDS", "10m")]
    [InlineData("pwsh", "FLOWS_DEPLOY_RETRY_SECONDS", "-1")]
    public async Task Time_that_is_no_number_is_named_before_anything_is_asked_of_Azure(string shell, string variable, string value)
    {
        using var script = new DeployScript();
        script.Set(variable, value);

        var ended = await script.RunAsync(shell, "flows-dev", "dev", "--yes");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains($"{variable} is '{value}'", ended.Error, StringComparison.Ordinal);
        Assert.Empty(script.Calls);
    }

    // A shell takes 08 for an octal number, and stops.
    [Fact]
    public async Task Time_may_begin_with_a_zero()
    {
        using var script = new DeployScript();
        script.Set("FLOWS_DEPLOY_TIMEOUT_SECONDS", "08");

        var ended = await script.RunAsync("bash", "flows-dev", "dev", "--what-if");

        Assert.True(ended.ExitCode == 0, ended.ToString());
    }

    [Fact]
    public async Task Help_names_every_step_and_every_option()
    {
        using var script = new DeployScript();

        var help = (await script.RunAsync("bash", "--help")).Output;

        Assert.All(StepList.Steps, step => Assert.Contains(step.Name, help, StringComparison.Ordinal));
        Assert.All(
            ["--help", "--what-if", "--yes", "--package FILE", "--infra-only", "--app-only", "--only STEP", "--address URL"],
            option => Assert.Contains($"\n  {option} ", help, StringComparison.Ordinal));
    }

    private static bool Changes(string call) =>
        call.StartsWith("deployment group create", StringComparison.Ordinal) || call.StartsWith("functionapp deployment", StringComparison.Ordinal);

    private static List<string> Faults(DeployScript.Ended ended) =>
        [.. ended.Error.Split('\n').Where(line => line.Length > 0 && char.IsAsciiDigit(line[0]) && line.Contains(". ", StringComparison.Ordinal))];
}
