namespace FlowFunctions.Infra.Tests.Template;

public class LockTests
{
    private const string Locks = "Microsoft.Authorization/locks";

    // Tables have no undelete, and an account that is gone takes flows, schedules and history along.
    [Fact]
    public void Production_cannot_be_deleted_by_mistake()
    {
        Assert.Equal(["Microsoft.KeyVault/vaults", "Microsoft.Storage/storageAccounts"], Deployment.Prod.OfType(Locks).Select(keep => keep.Scope).Order(StringComparer.Ordinal));
        Assert.All(Deployment.Prod.OfType(Locks), keep => Assert.Equal("CanNotDelete", keep.TextAt("properties.level")));
    }

    [Fact]
    public void Installation_that_is_tried_out_can_be_deleted() => Assert.Empty(Deployment.Dev.OfType(Locks));
}
