namespace FlowFunctions.Infra.Tests.Template;

/// <summary>What the Azure Developer CLI wants of the template.</summary>
public class DeveloperCliTests
{
    [Theory]
    [InlineData("Azd")]
    [InlineData("Prod")]
    public void Outputs_have_the_names_that_microsofts_templates_have(string deployment) =>
        Assert.All(Facts.Values("outputs of a template for the Azure Developer CLI"), name => Assert.Contains(name, Deployment.Named(deployment).Outputs));

    [Fact]
    public void App_is_found_by_the_name_of_its_service() => Assert.Equal("app", Deployment.Azd.Single("Microsoft.Web/sites").TextAt("tags.azd-service-name"));

    [Fact]
    public void Resources_belong_to_the_environment() => Assert.All(
        Deployment.Azd.Resources.Where(resource => resource.TextAt("location") is not null),
        resource => Assert.Equal("flows", resource.TextAt("tags.azd-env-name")));

    [Fact]
    public void Who_tries_it_out_may_look_into_the_vault() =>
        Assert.Contains(Deployment.Azd.OfType("Microsoft.Authorization/roleAssignments"), assignment => assignment.TextAt("properties.principalId") == "00000000-0000-0000-0000-000000000004");

    [Fact]
    public async Task Production_by_azd_is_production()
    {
        var made = await BicepTool.SnapshotAsync(
            "main.azd",
            new()
            {
                ["FLOWS_INSTALLATION"] = "prod",
                ["FLOWS_ALERT_ADDRESS"] = "on-call@example.com",
                ["FLOWS_SIGN_IN_CLIENT_ID"] = "",
                ["AZURE_ENV_NAME"] = "flows",
                ["AZURE_LOCATION"] = "westeurope",
                ["AZURE_PRINCIPAL_ID"] = "00000000-0000-0000-0000-000000000004",
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(Deployment.Prod.Resources.Select(resource => resource.Text), Deployment.Of(made).Resources.Select(WithoutItsEnvironment));
    }

    private static string WithoutItsEnvironment(DeployedResource resource) =>
        resource.Text.ReplaceLineEndings("\n")
            .Replace(",\n        \"azd-env-name\": \"flows\"", "", StringComparison.Ordinal);
}
