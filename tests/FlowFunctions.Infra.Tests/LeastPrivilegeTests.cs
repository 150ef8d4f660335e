namespace FlowFunctions.Infra.Tests;

public class LeastPrivilegeTests
{
    private const string Assignments = "Microsoft.Authorization/roleAssignments";
    private const string Definitions = "Microsoft.Authorization/roleDefinitions";
    private const string Identities = "Microsoft.ManagedIdentity/userAssignedIdentities";

    [Theory]
    [InlineData("Dev")]
    [InlineData("Prod")]
    public void App_gets_these_roles_on_these_resources_and_no_others(string deployment) => Assert.Equal(
        [
            ("Microsoft.Insights/components", "Monitoring Metrics Publisher"),
            ("Microsoft.KeyVault/vaults", "own"),
            ("Microsoft.Storage/storageAccounts", "Storage Blob Data Owner"),
            ("Microsoft.Storage/storageAccounts", "Storage Queue Data Contributor"),
            ("Microsoft.Storage/storageAccounts", "Storage Table Data Contributor"),
        ],
        Granted(deployment, ToTheApp));

    [Fact]
    public void App_with_a_scheduler_gets_a_role_on_its_hub_alone() => Assert.Equal(
        [("Microsoft.DurableTask/schedulers/taskHubs", "Durable Task Data Contributor")],
        Granted("Everything", ToTheApp).Where(grant => grant.Scope!.StartsWith("Microsoft.DurableTask", StringComparison.Ordinal)));

    [Theory]
    [InlineData("Dev")]
    [InlineData("Prod")]
    public void Nobody_but_the_app_gets_a_role_unless_a_parameter_names_them(string deployment) =>
        Assert.All(Deployment.Named(deployment).OfType(Assignments), assignment => Assert.True(ToTheApp(Deployment.Named(deployment), assignment)));

    [Fact]
    public void Operators_may_bring_secrets_back_and_look_into_the_hub() => Assert.Equal(
        [
            ("Microsoft.DurableTask/schedulers/taskHubs", "Durable Task Data Contributor"),
            ("Microsoft.DurableTask/schedulers/taskHubs", "Durable Task Data Contributor"),
            ("Microsoft.KeyVault/vaults", "Key Vault Secrets Officer"),
            ("Microsoft.KeyVault/vaults", "Key Vault Secrets Officer"),
        ],
        Granted("Everything", (deployment, assignment) => !ToTheApp(deployment, assignment)));

    [Theory]
    [InlineData("Dev")]
    [InlineData("Prod")]
    [InlineData("Everything")]
    public void Identity_of_the_app_is_assigned_as_a_service(string deployment) => Assert.All(
        Deployment.Named(deployment).OfType(Assignments).Where(assignment => ToTheApp(Deployment.Named(deployment), assignment)),
        assignment => Assert.Equal("ServicePrincipal", assignment.TextAt("properties.principalType")));

    // Deleted and made again, an identity has the same id and another principal, which Azure refuses to put into the assignment that is there.
    [Theory]
    [InlineData("Dev")]
    [InlineData("Prod")]
    [InlineData("Everything")]
    public void Assignment_is_named_after_the_principal_and_not_after_the_identity(string deployment) => Assert.All(
        Deployment.Named(deployment).OfType(Assignments).Where(assignment => ToTheApp(Deployment.Named(deployment), assignment)),
        assignment => Assert.Contains(assignment.TextAt("properties.principalId")!.Trim('[', ']'), assignment.Name, StringComparison.Ordinal));

    [Fact]
    public void Own_role_names_each_of_its_permissions()
    {
        var role = Deployment.Prod.Single(Definitions);

        Assert.Equal(0, role.At("properties.permissions.0.actions").GetArrayLength());
        Assert.Equal(
            [
                "Microsoft.KeyVault/vaults/secrets/getSecret/action",
                "Microsoft.KeyVault/vaults/secrets/setSecret/action",
                "Microsoft.KeyVault/vaults/secrets/delete",
                "Microsoft.KeyVault/vaults/secrets/readMetadata/action",
            ],
            role.At("properties.permissions.0.dataActions").EnumerateArray().Select(action => action.GetString()));
        Assert.DoesNotContain("/*", role.Text, StringComparison.Ordinal);
        Assert.Equal(1, role.At("properties.assignableScopes").GetArrayLength());
        Assert.EndsWith("/resourceGroups/flow-functions", role.TextAt("properties.assignableScopes.0"), StringComparison.Ordinal);
    }

    private static bool ToTheApp(Deployment deployment, DeployedResource assignment) =>
        assignment.TextAt("properties.principalId")!.Contains($"'{deployment.Single(Identities).Id}'", StringComparison.Ordinal);

    /// <summary>The type of the resource that each role is assigned on, with the role, in order.</summary>
    private static IReadOnlyList<(string? Scope, string Role)> Granted(string name, Func<Deployment, DeployedResource, bool> isAskedFor)
    {
        var deployment = Deployment.Named(name);
        return
        [
            .. deployment.OfType(Assignments)
                .Where(assignment => isAskedFor(deployment, assignment))
                .Select(assignment => (assignment.Scope, RoleIn(deployment, assignment)))
                .OrderBy(grant => grant.Scope, StringComparer.Ordinal)
                .ThenBy(grant => grant.Item2, StringComparer.Ordinal),
        ];
    }

    private static string RoleIn(Deployment deployment, DeployedResource assignment) =>
        assignment.TextAt("properties.roleDefinitionId") == deployment.Single(Definitions).Id ? "own" : Template.RoleName.Of(assignment);
}
