namespace FlowFunctions.Infra.Tests;

public class LeastPrivilegeTests
{
    private const string BlobDataOwner = "b7e6dc6d-f1b7-4753-8033-0f276bb0955e";
    private const string QueueDataContributor = "974c5e8b-45b9-4653-ba55-5f855dd0fb88";
    private const string TableDataContributor = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3";
    private const string MetricsPublisher = "3913510d-42f4-4e42-8a64-420c390055eb";
    private const string DurableTaskDataContributor = "0ad04412-c4d5-4796-b79c-f76d14c8d402";
    private const string Assignments = "Microsoft.Authorization/roleAssignments";
    private const string Definitions = "Microsoft.Authorization/roleDefinitions";

    [Theory]
    [InlineData("Dev")]
    [InlineData("Prod")]
    public void App_gets_these_roles_on_these_resources_and_no_others(string deployment) => Assert.Equal(
        [
            ("Microsoft.Insights/components", MetricsPublisher),
            ("Microsoft.KeyVault/vaults", OwnRole(deployment)),
            ("Microsoft.Storage/storageAccounts", TableDataContributor),
            ("Microsoft.Storage/storageAccounts", QueueDataContributor),
            ("Microsoft.Storage/storageAccounts", BlobDataOwner),
        ],
        Granted(deployment));

    [Fact]
    public void App_with_a_scheduler_gets_a_role_on_its_hub_alone() => Assert.Equal(
        [("Microsoft.DurableTask/schedulers/taskHubs", DurableTaskDataContributor)],
        Granted("Everything").Where(grant => grant.Role == DurableTaskDataContributor));

    [Theory]
    [InlineData("Dev")]
    [InlineData("Prod")]
    [InlineData("Everything")]
    public void Roles_go_to_the_apps_identity_alone(string deployment) => Assert.All(Deployment.Named(deployment).OfType(Assignments), assignment =>
    {
        Assert.Equal("ServicePrincipal", assignment.TextAt("properties.principalType"));
        Assert.Contains(Deployment.Named(deployment).Single("Microsoft.ManagedIdentity/userAssignedIdentities").Id, assignment.TextAt("properties.principalId"), StringComparison.Ordinal);
    });

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

    private static string OwnRole(string deployment) => Deployment.Named(deployment).Single(Definitions).Name;

    /// <summary>The type of the resource that each role is assigned on, with the role, in order.</summary>
    private static IReadOnlyList<(string Scope, string Role)> Granted(string deployment) =>
    [
        .. Deployment.Named(deployment).OfType(Assignments)
            .Select(assignment => (ScopeOf(assignment), assignment.TextAt("properties.roleDefinitionId")!.Split('/')[^1]))
            .OrderBy(grant => grant.Item1, StringComparer.Ordinal)
            .ThenBy(grant => grant.Item2, StringComparer.Ordinal),
    ];

    /// <summary>An assignment's id is that of its resource, with the assignment behind it.</summary>
    private static string ScopeOf(DeployedResource assignment)
    {
        var scope = assignment.Id[..assignment.Id.LastIndexOf("/providers/", StringComparison.Ordinal)];
        var provider = scope.LastIndexOf("/providers/", StringComparison.Ordinal);
        Assert.True(provider > 0, $"{assignment} is on {scope}: roles are assigned on single resources.");
        var parts = scope[(provider + "/providers/".Length)..].Split('/');
        return string.Join('/', parts.Where((_, index) => index == 0 || index % 2 == 1));
    }
}
