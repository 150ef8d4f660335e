using static FlowFunctions.Infra.Tests.Deploying.AzureAnswers;

namespace FlowFunctions.Infra.Tests.Deploying;

/// <summary>Preflight asks for what an installation needs, as the compiler says what it deploys, and not for what another one needs.</summary>
public class PreflightNeedsTests
{
    public static TheoryData<string, string, string> Installations => new()
    {
        { "bash", "dev", "dev" },
        { "bash", "prod", "prod" },
        { "bash", "azd", "dev" },
        { "bash", "azd", "prod" },
        { "pwsh", "dev", "dev" },
        { "pwsh", "prod", "prod" },
        { "pwsh", "azd", "dev" },
        { "pwsh", "azd", "prod" },
    };

    [Theory]
    [MemberData(nameof(Installations))]
    public async Task Providers_and_rights_are_those_of_what_would_be_deployed(string shell, string parameters, string installation)
    {
        using var script = new DeployScript();
        script.OwnParameters(parameters);
        foreach (var variable in new[] { "FLOWS_ALERT_ADDRESS", "AZURE_ENV_NAME", "AZURE_PRINCIPAL_ID" })
        {
            script.Set(variable, "given");
        }

        script.Set("AZURE_LOCATION", "westeurope");
        script.Set("FLOWS_INSTALLATION", installation);
        script.Azure.Says("provider list", NoProviders).Says("rest", Rights(Reader));

        var ended = await script.RunAsync(shell, "flows-dev", parameters, "--only", "preflight");

        var deployed = installation == "prod" ? Deployment.Prod : Deployment.Dev;
        Assert.Equal(1, ended.ExitCode);
        Assert.Equal(ProvidersOf(deployed), Named(ended, "The subscription has not registered "), StringComparer.OrdinalIgnoreCase);
        Assert.Equal(
            deployed.Resources.Select(resource => resource.Type).Where(type => type.StartsWith("Microsoft.Authorization/", StringComparison.Ordinal))
                .Select(type => $"{type}/write").Distinct().Order(StringComparer.Ordinal),
            Named(ended, "You may not do Microsoft.Authorization/").Select(right => $"Microsoft.Authorization/{right}"));
    }

    // A value that has to be worked out: to ask for too much is better than to fail halfway.
    [Theory]
    [InlineData("bash")]
    [InlineData("pwsh")]
    public async Task Parameter_that_is_an_expression_counts(string shell)
    {
        using var script = new DeployScript();
        script.Parameters("dev", "using 'main.bicep'\nparam privateNetworking = bool(readEnvironmentVariable('FLOWS_PRIVATE', 'false'))\n");
        script.Azure.Says("provider list", Providers(["Microsoft.App"]));

        var ended = await script.RunAsync(shell, "flows-dev", "dev", "--only", "preflight");

        Assert.Equal(["Microsoft.App"], Named(ended, "The subscription has not registered ").Where(name => name != "Microsoft.DurableTask"));
    }

    // roleDefinitions() came with Bicep 0.42: Azure/azure-dev, cli/azd/CHANGELOG.md, 1.23.15.
    [Theory]
    [InlineData("bash", "0.41.2", 1)]
    [InlineData("bash", "0.9.1", 1)]
    [InlineData("bash", "0.42.1", 0)]
    [InlineData("bash", "1.0.0", 0)]
    [InlineData("pwsh", "0.9.1", 1)]
    [InlineData("pwsh", "0.42.1", 0)]
    public async Task Bicep_that_is_too_old_is_named_with_its_cure(string shell, string version, int exitCode)
    {
        using var script = new DeployScript();
        script.Azure.Says("bicep version", Text($"Bicep CLI version {version} (0f8eeb3a51)"));

        var ended = await script.RunAsync(shell, "flows-dev", "dev", "--only", "preflight");

        Assert.Equal(exitCode, ended.ExitCode);
        Assert.Equal(exitCode == 1, ended.Error.Contains($"The Bicep of az is {version}", StringComparison.Ordinal));
        Assert.Equal(exitCode == 1, ended.Error.Contains("Cure: az bicep upgrade", StringComparison.Ordinal));
    }

    // az takes the newest by itself, with the first template (azure-cli, src/azure-cli/azure/cli/command_modules/resource/_bicep.py).
    [Theory]
    [InlineData("bash")]
    [InlineData("pwsh")]
    public async Task Bicep_that_is_not_there_yet_is_not_in_the_way(string shell)
    {
        using var script = new DeployScript();
        script.Azure.Says("bicep version", Error("ERROR: Bicep CLI not found. Install it now by running \"az bicep install\"."));

        var ended = await script.RunAsync(shell, "flows-dev", "dev", "--only", "preflight");

        Assert.True(ended.ExitCode == 0, ended.ToString());
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("pwsh")]
    public async Task Variable_of_azd_is_set_by_azd(string shell)
    {
        using var script = new DeployScript();
        script.Parameters("azd", "using 'main.bicep'\nparam location = readEnvironmentVariable('AZURE_LOCATION')\n");

        var ended = await script.RunAsync(shell, "flows-dev", "azd", "--only", "preflight");

        Assert.Contains("Cure: azd env set AZURE_LOCATION VALUE", ended.Error, StringComparison.Ordinal);
    }

    // With that of the subnet's delegation, which is no type of the template.
    private static IEnumerable<string> ProvidersOf(Deployment deployment)
    {
        var delegations = deployment.OfType("Microsoft.Network/virtualNetworks").SelectMany(network => network.At("properties.subnets").EnumerateArray())
            .Select(subnet => subnet.GetProperty("properties")).Where(subnet => subnet.TryGetProperty("delegations", out _))
            .SelectMany(subnet => subnet.GetProperty("delegations").EnumerateArray())
            .Select(delegation => delegation.GetProperty("properties").GetProperty("serviceName").GetString()!);

        return deployment.Resources.Select(resource => resource.Type).Concat(delegations)
            .Select(type => type.Split('/')[0])
            .Except(StepListTests.RegisteredByDefault, StringComparer.OrdinalIgnoreCase)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Named(DeployScript.Ended ended, string words) =>
        ended.Error.Split('\n').Where(line => line.Contains(words, StringComparison.Ordinal)).Select(line => line.Split(words)[1].Split(' ')[0]).Order(StringComparer.OrdinalIgnoreCase);
}
