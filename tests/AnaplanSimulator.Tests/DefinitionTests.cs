using AnaplanSimulator.Definition;

namespace AnaplanSimulator.Tests;

public sealed class DefinitionTests
{
    [Fact]
    public void Sample_is_valid_and_has_what_the_demo_tells_of()
    {
        var model = Assert.Single(Assert.Single(SimulatorDefinition.Sample.Workspaces).Models);

        Assert.Equal(["Currencies", "Products", "Months"], model.Lists.Select(list => list.Name));
        Assert.Equal(["Sales", "Plan", "Forecast"], model.Modules.Select(module => module.Name));
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var fault = Assert.Throws<DefinitionException>(() => SimulatorDefinition.Read("""
            { "workspaces": [{ "id": "w", "name": "W", "models": [{ "id": "m", "name": "M",
              "lists": [{ "name": "L", "properties": [{ "name": "P", "format": "item", "list": "Nowhere" }] }],
              "modules": [{ "name": "L", "dimensions": ["X"], "lineItems": [] }],
              "files": [{ "id": "112000000001", "name": "f" }],
              "imports": [{ "id": "112000000001", "name": "i", "file": "113000000009", "into": "L", "columns": { "a": "Unknown" } }],
              "exports": [{ "id": "1160", "name": "e", "from": "Nothing" }],
              "actions": [{ "id": "117000000001", "name": "a", "kind": "copy", "from": "L", "target": "L" }],
              "processes": [{ "id": "118000000001", "name": "p", "actions": ["112000000002"] }] }] }] }
            """));

        Assert.Contains(fault.Faults, text => text.Contains("112000000001 must be 12 digits that begin with 113"));
        Assert.Contains(fault.Faults, text => text.Contains("1160 must be 12 digits"));
        Assert.Contains(fault.Faults, text => text.Contains("\"L\" is there 2 times"));
        Assert.Contains(fault.Faults, text => text.Contains("takes items of \"Nowhere\""));
        Assert.Contains(fault.Faults, text => text.Contains("dimension X, which is no list"));
        Assert.Contains(fault.Faults, text => text.Contains("reads the file 113000000009"));
        Assert.Contains(fault.Faults, text => text.Contains("fills the column Unknown"));
        Assert.Contains(fault.Faults, text => text.Contains("names \"Nothing\""));
        Assert.Contains(fault.Faults, text => text.Contains("has the action 112000000002"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{ "workspaces": [], "user": [] }""")]
    [InlineData("no json")]
    public void Document_that_is_no_definition_is_refused(string document) => Assert.Throws<DefinitionException>(() => SimulatorDefinition.Read(document));

    [Fact]
    public async Task Certificate_that_is_none_is_told_at_the_start()
    {
        var definition = TestModel.Definition with { Certificates = [new("eve@example.com", "bm9uZQ==")] };

        var fault = await Assert.ThrowsAsync<DefinitionException>(() => SimulatorHost.StartAsync(new() { Definition = definition }, TestContext.Current.CancellationToken));

        Assert.Contains("eve@example.com", fault.Message);
    }
}
