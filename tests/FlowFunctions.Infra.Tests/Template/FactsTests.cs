namespace FlowFunctions.Infra.Tests.Template;

public class FactsTests
{
    [Fact]
    public void Fact_says_where_it_stands() => Assert.All(Facts.Sources, source =>
    {
        Assert.Matches("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", source.Repository);
        Assert.Matches("^[0-9a-f]{40}$", source.Commit);
        Assert.NotEmpty(source.Path);
    });

    // A digit that was carried over wrongly, or made up, is one that the other files do not have.
    [Fact]
    public void Files_that_name_a_role_agree_on_its_id() => Assert.All(Facts.Roles, role =>
    {
        Assert.Single(role.Stands.Select(source => source.Id).Distinct());
        Assert.True(Guid.TryParseExact(role.Stands[0].Id, "D", out _));
    });
}
