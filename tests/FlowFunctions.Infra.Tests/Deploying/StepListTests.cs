using System.Text.Json;

namespace FlowFunctions.Infra.Tests.Deploying;

public class StepListTests
{
    // Registered by default: learn.microsoft.com/azure/azure-resource-manager/management/azure-services-resource-providers.
    internal static readonly string[] RegisteredByDefault =
    [
        "Microsoft.Authorization", "Microsoft.Billing", "Microsoft.Commerce", "Microsoft.Consumption", "Microsoft.CostManagement", "Microsoft.Features", "Microsoft.MarketplaceOrdering",
        "Microsoft.Portal", "Microsoft.ResourceGraph", "Microsoft.Resources", "Microsoft.SerialConsole", "Microsoft.Support",
    ];

    private static IEnumerable<string> Names => StepList.Steps.Select(step => step.Name).Order(StringComparer.Ordinal);

    [Fact]
    public void Providers_are_those_of_the_template()
    {
        var deployed = Deployment.Everything.Resources.Concat(Deployment.Dev.Resources).Concat(Deployment.Prod.Resources)
            .Select(resource => resource.Type.Split('/')[0])
            .Except(RegisteredByDefault, StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase);

        Assert.Equal(deployed, StepList.Providers.Select(row => row.Name).Where(name => name != "Microsoft.App").Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
    }

    // Its delegation is why the provider is needed.
    [Fact]
    public void Provider_of_the_subnets_delegation_is_among_them()
    {
        var subnets = Deployment.Prod.OfType("Microsoft.Network/virtualNetworks").SelectMany(network => network.At("properties.subnets").EnumerateArray());
        var delegated = subnets.Select(subnet => subnet.GetProperty("properties"))
            .Where(subnet => subnet.TryGetProperty("delegations", out _))
            .SelectMany(subnet => subnet.GetProperty("delegations").EnumerateArray())
            .Select(delegation => delegation.GetProperty("properties").GetProperty("serviceName").GetString()!.Split('/')[0])
            .ToList();

        Assert.NotEmpty(delegated);
        Assert.All(delegated, provider => Assert.Contains(StepList.Providers, row => row.Name == provider));
    }

    // What a Contributor may not do: learn.microsoft.com/azure/role-based-access-control/built-in-roles, "Contributor", notActions.
    [Fact]
    public void Rights_are_those_that_the_template_needs_beyond_a_Contributors() =>
        Assert.Equal(
            Deployment.Everything.Resources.Concat(Deployment.Prod.Resources).Select(resource => resource.Type).Where(type => type.StartsWith("Microsoft.Authorization/", StringComparison.Ordinal))
                .Distinct().Select(type => $"{type}/write").Order(StringComparer.Ordinal),
            StepList.Rights.Where(action => action.StartsWith("Microsoft.Authorization/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void Bash_has_a_function_for_each_step_and_no_other() =>
        Assert.Equal(
            Names,
            Lines("infra/deploy.sh").Where(line => line.StartsWith("step_", StringComparison.Ordinal) && line.Contains("()", StringComparison.Ordinal))
                .Select(line => line["step_".Length..line.IndexOf('(', StringComparison.Ordinal)].Replace('_', '-')).Order(StringComparer.Ordinal));

    [Fact]
    public void PowerShell_has_a_function_for_each_step_and_no_other() =>
        Assert.Equal(
            Names,
            Lines("infra/deploy.ps1").Where(line => line.StartsWith("function Step-", StringComparison.Ordinal))
                .Select(line => line["function Step-".Length..].Split(' ')[0]).Order(StringComparer.Ordinal));

    // The outputs that publishing and health read.
    [Theory]
    [InlineData("appName")]
    [InlineData("address")]
    public void Template_gives_the_output(string output)
    {
        using var template = JsonDocument.Parse(Infra.Template);

        Assert.True(template.RootElement.GetProperty("outputs").TryGetProperty(output, out _));
        Assert.Contains($"outputs.{output}.value", Infra.Read("infra/deploy.sh"), StringComparison.Ordinal);
    }

    private static string[] Lines(string script) => Infra.Read(script).Split('\n');
}
