namespace FlowFunctions.Infra.Tests.Template;

/// <summary>The name of the built-in role that an assignment gives.</summary>
internal static class RoleName
{
    private const string Before = "[roleDefinitions('";
    private const string After = "').id]";

    public static string Of(DeployedResource assignment)
    {
        var role = assignment.TextAt("properties.roleDefinitionId")!;
        var id = role.Split('/')[^1];
        return role.StartsWith(Before, StringComparison.Ordinal) && role.EndsWith(After, StringComparison.Ordinal)
            ? role[Before.Length..^After.Length]
            : Assert.Single(Facts.Roles, known => known.Stands[0].Id == id).Name;
    }
}
