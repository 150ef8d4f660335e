using FlowFunctions.Dashboard.Tests.Stage;
using FlowFunctions.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FlowFunctions.Dashboard.Tests;

[Needs(Need.App)]
public sealed class SigningInTests(DashboardFixture stage)
{
    [Fact]
    public async Task Key_opens_the_page_stays_in_the_tab_and_is_forgotten_on_signing_out()
    {
        await using var visitor = await Visitor.ComeAsync(stage, role: null);
        await visitor.OpenAsync("/");
        await visitor.Page.GetByLabel("Key").FillAsync(DashboardFixture.KeyOf("editor"));
        await visitor.Button("Sign in").ClickAsync();
        await Expect(visitor.Heading("Flows")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("prod", new() { Exact = true })).ToBeVisibleAsync();

        var kept = await visitor.Page.EvaluateAsync<string>("JSON.stringify([Object.keys(sessionStorage), Object.entries(localStorage).flat(), document.cookie, location.href])");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "ann, editor: settings and sign out" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" }).ClickAsync();

        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
        Assert.StartsWith("[[\"flows-key\"],", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(DashboardFixture.KeyOf("editor"), kept, StringComparison.Ordinal);
        Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("sessionStorage.length"));
    }

    [Fact]
    public async Task Wrong_key_is_said_and_not_kept()
    {
        await using var visitor = await Visitor.ComeAsync(stage, role: null);
        await visitor.OpenAsync("/flows");
        await visitor.Page.GetByLabel("Key").FillAsync("no key at all");
        await visitor.Button("Sign in").ClickAsync();

        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The service does not know this key.");
        Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("sessionStorage.length"));
        await visitor.MustBeAccessibleAsync();
    }

    [Fact]
    public async Task Role_decides_what_is_offered()
    {
        await stage.StartAsync();
        var flow = await SampleFlow.CreateAsync(stage, "Roles", ("Roles one", "/ok", [], "stop"), ("Roles two", "/ok", ["Roles one"], "stop"));
        await using var viewer = await Visitor.ComeAsync(stage, "viewer");
        await using var runner = await Visitor.ComeAsync(stage, "operator");

        await viewer.OpenAsync($"/flows/{flow.Id}");
        await runner.OpenAsync($"/flows/{flow.Id}");

        await Expect(viewer.Heading("Roles")).ToBeVisibleAsync();
        await Expect(viewer.Button("Run")).ToHaveCountAsync(0);
        await Expect(viewer.Link("Edit")).ToHaveCountAsync(0);
        await Expect(runner.Button("Run")).ToBeVisibleAsync();
        await Expect(runner.Link("Edit")).ToHaveCountAsync(0);
        viewer.MustHaveNoFaults();
        runner.MustHaveNoFaults();
    }
}
