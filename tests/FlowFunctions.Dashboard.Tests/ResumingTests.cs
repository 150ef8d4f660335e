namespace FlowFunctions.Dashboard.Tests;

/// <summary>What a resume would do is said before, in the service's own words.</summary>
[Needs(Need.App)]
public sealed class ResumingTests(DashboardFixture stage) : PageTest(stage)
{
    [Fact]
    public async Task Resume_from_a_step_is_offered_where_the_service_would_do_it_and_elsewhere_it_says_why_not()
    {
        var flow = await CreateAsync("Again load", ("Again ledger", "/ok", [], "stop"), ("Again sales", "/fail", ["Again ledger"], "stop"), ("Again plan", "/ok", ["Again sales"], "stop"));
        var run = await flow.RunAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;

        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}?step={flow.Integrations["Again plan"]}");
        await Expect(page.GetByText("The run cannot be resumed from here: The step depends on 'Again sales'")).ToBeVisibleAsync();
        await Expect(visitor.Button("Resume from this step…")).ToHaveCountAsync(0);

        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}?step={flow.Integrations["Again ledger"]}");
        await visitor.Button("Resume from this step…").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Listitem)).ToHaveTextAsync(["Again ledger", "Again sales", "Again plan"]);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Resume from here" }).ClickAsync();
        await Expect(page.GetByText("an earlier run")).ToBeVisibleAsync();
        await page.WaitForURLAsync(url => !url.Contains(run, StringComparison.Ordinal));
        await flow.WaitForEndAsync(Stage, page.Url.Split('/')[^1].Split('?')[0]);

        // The same once more says that it has been done already.
        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}");
        await visitor.Button("Resume the run").ClickAsync();
        await Expect(dialog).ToContainTextAsync("This run has been resumed already, by a later run.");
        await Expect(dialog).ToContainTextAsync("1 step counts as done and stays as it is: Again ledger.");
        visitor.MustHaveNoFaults();
    }

    [Fact]
    public async Task Step_added_to_the_flow_since_is_among_those_that_a_resume_runs()
    {
        var flow = await CreateAsync("Grown load", ("Grown ledger", "/ok", [], "stop"), ("Grown sales", "/fail", ["Grown ledger"], "stop"));
        var run = await flow.RunAsync(Stage);
        var other = await CreateAsync("Grown other", ("Grown plan", "/ok", [], "stop"), ("Grown notes", "/ok", [], "stop"));
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync($"/flows/{flow.Id}/edit");
        await page.GetByLabel("Add a step").SelectOptionAsync(other.Integrations["Grown plan"]);
        await visitor.Button("Add the step").ClickAsync();
        await visitor.Button("Save").ClickAsync();
        await Expect(visitor.Heading("Grown load")).ToBeVisibleAsync();

        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}");
        await visitor.Button("Resume the run").ClickAsync();

        await Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Listitem)).ToHaveTextAsync(["Grown sales", "Grown plan"]);
    }

    [Fact]
    public async Task Step_that_waits_for_a_turn_or_a_retry_is_not_said_to_run()
    {
        var flow = await CreateAsync("Turn load", ("Turn ledger", "/held/turn", [], "stop"), ("Turn sales", "/held/turn", [], "stop"));
        var run = await flow.StartAsync(Stage);
        await Wait.For(
            () => Stage.GetAsync($"2/0/integrationflows/{flow.Id}/runs/{run}"), answer => answer["run"]!["steps"]!.AsArray().All(step => (string?)step!["status"] == "running"));
        var answer = await Stage.GetAsync($"2/0/integrationflows/{flow.Id}/runs/{run}");
        answer["run"]!["steps"]![0]!["waitingFor"] = System.Text.Json.Nodes.JsonNode.Parse("""{"reason":"turn","steps":[],"until":null,"ahead":1,"message":"Waits for its model: 1 before it."}""");
        answer["run"]!["steps"]![1]!["waitingFor"] = System.Text.Json.Nodes.JsonNode.Parse("""{"reason":"retry","steps":[],"until":"2026-11-29T10:42:00.000Z","ahead":null,"message":"Tried again later."}""");
        answer["run"]!["steps"]![1]!["tries"]![0]!["endDate"] = answer["run"]!["steps"]![1]!["startDate"]!.DeepClone();
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await page.RouteAsync($"**/runs/{run}", route => route.Request.ResourceType == "document" ? route.ContinueAsync() : route.FulfillAsync(new() { ContentType = "application/json", Body = answer.ToJsonString() }));

        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}");

        await Expect(page.GetByLabel("Steps by where they stand")).ToHaveTextAsync("1 waiting for retry: Turn sales1 waiting for turn: Turn ledger");
        await Expect(page.Locator(".react-flow__node").Filter(new() { HasText = "Turn ledger" })).ToContainTextAsync("Waiting for turn");
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Steps of the run" })).Not.ToContainTextAsync("Running");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Turn sales" }).GetByRole(AriaRole.Img, new() { NameRegex = Pattern.Of("waits since .* for its next try$") })).ToBeVisibleAsync();
        Stage.Steps.Release("turn");
        await flow.WaitForEndAsync(Stage, run);
    }
}
