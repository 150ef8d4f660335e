using System.Text.RegularExpressions;

namespace FlowFunctions.Infra.Tests.Template;

/// <summary>Azure looks a role up by its name, or takes its id, and only then says that there is none: here both are held against Microsoft's published files.</summary>
public partial class RolesTests
{
    public static TheoryData<string> Deployments => [.. Deployment.Names];

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Role_that_is_assigned_is_one_that_azure_has(string deployment)
    {
        var own = Deployment.Named(deployment).Single("Microsoft.Authorization/roleDefinitions").Id;
        var assigned = Deployment.Named(deployment).OfType("Microsoft.Authorization/roleAssignments").Where(assignment => assignment.TextAt("properties.roleDefinitionId") != own).ToList();

        Assert.NotEmpty(assigned);
        Assert.All(assigned, assignment => Assert.Contains(RoleName.Of(assignment), Facts.Roles.Select(role => role.Name)));
    }

    // Nobody can see that an id is made up: each that stands in the template stands in a file of Microsoft's, too.
    [Fact]
    public void Id_that_the_template_holds_stands_in_a_published_file()
    {
        var ids = Directory.EnumerateFiles(Path.Combine(Infra.Repository, "infra"), "*.bicep", SearchOption.AllDirectories).SelectMany(file => Id().Matches(File.ReadAllText(file))).ToList();

        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.Contains(Facts.Roles, role => role.Stands.Any(source => source.Id == id.Value)));
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Id();
}
