using System.Text.Json.Nodes;

namespace FlowFunctions.Dashboard.Tests;

/// <summary>Two people change the same thing.</summary>
[Needs(Need.App)]
public sealed class OvertakenTests(DashboardFixture stage) : PageTest(stage)
{
    [Fact]
    public async Task What_somebody_else_has_changed_meanwhile_is_not_written_over()
    {
        var flow = await CreateAsync("Race load", ("Race ledger", "/ok", [], "stop"), ("Race plan", "/ok", ["Race ledger"], "stop"));
        var first = await ComeAsync();
        var second = await ComeAsync();
        await first.OpenAsync($"/flows/{flow.Id}/edit");
        await second.OpenAsync($"/flows/{flow.Id}/edit");
        await Expect(second.Page.GetByLabel("Name")).ToHaveValueAsync("Race load");
        await first.Page.GetByLabel("Name").FillAsync("Race load of the first");
        await first.Button("Save").ClickAsync();
        await Expect(first.Heading("Race load of the first")).ToBeVisibleAsync();

        await second.Page.GetByLabel("Name").FillAsync("Race load of the second");
        await second.Button("Save").ClickAsync();

        await Expect(second.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("has changed since");
        Assert.Equal("Race load of the first", (string?)(await Stage.GetAsync($"2/0/integrationflows/{flow.Id}"))["integrationFlow"]!["name"]);

        // Unless that is what is wanted, of what was seen.
        await second.Button("Show what is stored now").ClickAsync();
        await Expect(second.Page.GetByRole(AriaRole.Region, new() { Name = "Changed by somebody else" })).ToContainTextAsync("Race load of the first");
        await second.MustBeAccessibleAsync();
        await second.Button("Save over it").ClickAsync();
        await Expect(second.Heading("Race load of the second")).ToBeVisibleAsync();
        Assert.Equal("Race load of the second", (string?)(await Stage.GetAsync($"2/0/integrationflows/{flow.Id}"))["integrationFlow"]!["name"]);
    }

    [Fact]
    public async Task Connection_that_somebody_else_has_changed_meanwhile_is_written_over_only_when_that_is_said()
    {
        await Stage.StartAsync();
        var made = await Stage.PostAsync("2/0/integrations/connections", new JsonObject
        {
            ["type"] = "AmazonS3",
            ["body"] = new JsonObject { ["name"] = "Race files", ["bucketName"] = "nightly", ["accessKeyId"] = "AKIA0000000000000000", ["secretAccessKey"] = "not-a-real-secret" },
        });
        var first = await ComeAsync();
        var second = await ComeAsync();
        foreach (var visitor in new[] { first, second })
        {
            await visitor.OpenAsync($"/connections/{made["connections"]!["connectionId"]}");
            await visitor.Button("Edit").ClickAsync();
            await Expect(visitor.Page.GetByLabel("Bucket")).ToHaveValueAsync("nightly");
        }

        await first.Page.GetByLabel("Bucket").FillAsync("weekly");
        await first.Button("Save").ClickAsync();
        await Expect(first.Page.GetByRole(AriaRole.Definition).Filter(new() { HasText = "weekly" })).ToBeVisibleAsync();
        await second.Page.GetByLabel("Bucket").FillAsync("monthly");
        await second.Button("Save").ClickAsync();
        await Expect(second.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("has changed since");
        await second.Button("Show what is stored now").ClickAsync();
        await Expect(second.Page.GetByRole(AriaRole.Region, new() { Name = "Changed by somebody else" })).ToContainTextAsync("weekly");
        await second.Button("Save over it").ClickAsync();

        await Expect(second.Page.GetByRole(AriaRole.Definition).Filter(new() { HasText = "monthly" })).ToBeVisibleAsync();
    }
}
