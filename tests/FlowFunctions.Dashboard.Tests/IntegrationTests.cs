using System.Text.Json.Nodes;

namespace FlowFunctions.Dashboard.Tests;

/// <summary>Integrations by themselves, and the connections that they use.</summary>
[Needs(Need.App)]
public sealed class IntegrationTests(DashboardFixture stage) : PageTest(stage)
{
    [Fact]
    public async Task Run_of_an_integration_alone_is_started_followed_and_cancelled()
    {
        var flow = await CreateAsync("Alone load", ("Alone ledger", "/held/alone", [], "stop"), ("Alone plan", "/ok", ["Alone ledger"], "stop"));
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync($"/integrations/{flow.Integrations["Alone ledger"]}");
        await visitor.Button("Run").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Running Alone ledger" })).ToBeVisibleAsync();

        await visitor.Button("Cancel the run").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("The run ends as cancelled.");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel the run" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Cancelled Alone ledger" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Definition).Filter(new() { HasText = "by ann" }).First).ToBeVisibleAsync();
        visitor.MustHaveNoFaults();
        Stage.Steps.Release("alone");
    }

    [Fact]
    public async Task Run_of_an_integration_that_failed_says_why_and_one_that_was_a_step_leads_to_its_flow()
    {
        var flow = await CreateAsync("Own load", ("Own ledger", "/details", [], "stop"), ("Own plan", "/ok", ["Own ledger"], "stop"));
        var run = await flow.RunAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;

        await visitor.OpenAsync($"/integrations/{flow.Integrations["Own ledger"]}/runs");
        await page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).First.ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Failed Own ledger" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "What went wrong" })).ToContainTextAsync(StepServer.Failure);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Details" })).ToContainTextAsync(StepServer.Detail);
        await visitor.MustBeAccessibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "a flow’s run" }).ClickAsync();
        await page.WaitForURLAsync($"**/flows/{flow.Id}/runs/{run}");
        visitor.MustHaveNoFaults();
    }

    [Fact]
    public async Task Connection_says_who_uses_it_and_when_somebody_did_last()
    {
        var visitor = await ComeAsync();
        var page = visitor.Page;
        var created = await Stage.PostAsync("2/0/integrations/connections", new JsonObject
        {
            ["type"] = "AzureBlob",
            ["body"] = new JsonObject { ["name"] = "Used files", ["storageAccountName"] = "usedfiles", ["containerName"] = "nightly", ["sasToken"] = "sv=1&sig=x" },
        });
        var id = (string)created["connections"]!["connectionId"]!;
        var integration = await Stage.PostAsync("2/0/integrations", new JsonObject
        {
            ["name"] = "Used sales",
            ["version"] = "2.0",
            ["workspaceId"] = "8a81b09b5e2a5c2a015e3f5b5f6e0001",
            ["modelId"] = "75A40874E6B64FA3AE0743278996850F",
            ["jobs"] = new JsonArray(new JsonObject
            {
                ["type"] = "AzureBlobToAnaplan",
                ["sources"] = new JsonArray(new JsonObject { ["type"] = "AzureBlob", ["connectionId"] = id, ["file"] = "sales.csv" }),
                ["targets"] = new JsonArray(new JsonObject { ["type"] = "Anaplan", ["actionId"] = "112000000007", ["fileId"] = "113000000003" }),
            }),
        });
        var integrationId = (string)integration["integration"]!["integrationId"]!;
        await visitor.OpenAsync($"/connections/{id}");
        await Expect(page.GetByRole(AriaRole.Definition).Filter(new() { HasText = "by no run yet" })).ToBeVisibleAsync();
        await Expect(visitor.Link("Used sales")).ToHaveAttributeAsync("href", $"/integrations/{integrationId}");

        var run = (string)(await Stage.PostAsync($"2/0/integrations/{integrationId}/run", null))["run"]!["id"]!;
        await Stage.PostAsync($"2/0/integrations/run/{run}/cancel", null);
        await Wait.For(() => Stage.GetAsync($"2/0/integrations/run/{run}"), answer => answer["run"]!["endDate"] is not null);
        await page.ReloadAsync();

        await Expect(page.GetByRole(AriaRole.Definition).Filter(new() { HasText = "by Used sales" })).ToContainTextAsync("Cancelled");
        await visitor.MustBeAccessibleAsync();
        visitor.MustHaveNoFaults();
    }

    [Fact]
    public async Task Anaplan_is_asked_whether_it_takes_the_installations_user()
    {
        var visitor = await ComeAsync();
        await visitor.OpenAsync("/connections");

        await visitor.Button("Check Anaplan").ClickAsync();

        await Expect(visitor.Page.GetByText("No Anaplan user is configured")).ToBeVisibleAsync();
        var viewer = await ComeAsync("viewer");
        await viewer.OpenAsync("/connections");
        await Expect(viewer.Heading("Connections")).ToBeVisibleAsync();
        await Expect(viewer.Button("Check Anaplan")).ToHaveCountAsync(0);
    }
}
