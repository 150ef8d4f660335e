namespace FlowFunctions.Dashboard.Tests;

/// <summary>Nobody loses where they are or what they have typed.</summary>
[Needs(Need.App)]
public sealed class PlacesTests(DashboardFixture stage) : PageTest(stage)
{
    [Fact]
    public async Task Search_stays_with_the_list_and_focus_comes_back_to_what_opened_a_step()
    {
        var flow = await CreateAsync("Place load", ("Place ledger", "/ok", [], "stop"), ("Place plan", "/ok", ["Place ledger"], "stop"));
        var run = await flow.RunAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync("/flows?q=place&sort=-name");
        await visitor.Link("Place load").ClickAsync();
        await Expect(visitor.Heading("Place load")).ToBeVisibleAsync();
        await page.Locator(".crumbs").GetByRole(AriaRole.Link, new() { Name = "Flows" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("place");
        Assert.EndsWith("/flows?q=place&sort=-name", page.Url, StringComparison.Ordinal);

        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}");
        var opener = page.GetByRole(AriaRole.Table, new() { Name = "Steps of the run" }).GetByRole(AriaRole.Button, new() { Name = "Place plan" });
        await opener.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "Step Place plan" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(opener).ToBeFocusedAsync();
        visitor.MustHaveNoFaults();
    }

    [Fact]
    public async Task Edits_are_not_left_unasked()
    {
        var flow = await CreateAsync("Guard load", ("Guard ledger", "/ok", [], "stop"), ("Guard plan", "/ok", ["Guard ledger"], "stop"));
        var visitor = await ComeAsync();
        var page = visitor.Page;
        var asked = new List<string>();
        var isLeft = false;
        page.Dialog += async (_, dialog) =>
        {
            asked.Add(dialog.Message);
            await (isLeft ? dialog.AcceptAsync() : dialog.DismissAsync());
        };
        await visitor.OpenAsync($"/flows/{flow.Id}");
        await visitor.Link("Edit").ClickAsync();
        await page.GetByLabel("Name").FillAsync("Guarded load");

        await page.Locator(".bar").GetByRole(AriaRole.Link, new() { Name = "Calendar" }).ClickAsync();
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("Guarded load");
        await visitor.Button("Go back").ClickAsync();
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("Guarded load");
        Assert.Equal(2, asked.Count);
        Assert.All(asked, text => Assert.Equal("Leave this page? What you have changed here is not saved.", text));

        isLeft = true;
        await page.Locator(".bar").GetByRole(AriaRole.Link, new() { Name = "Calendar" }).ClickAsync();
        await Expect(visitor.Heading("Calendar")).ToBeVisibleAsync();

        // Who has changed nothing is not asked, and who has saved is not either.
        asked.Clear();
        await visitor.OpenAsync($"/flows/{flow.Id}/edit");
        await visitor.Button("Go back").ClickAsync();
        await visitor.Link("Edit").ClickAsync();
        await page.GetByLabel("Name").FillAsync("Guarded load");
        await visitor.Button("Save").ClickAsync();
        await Expect(visitor.Heading("Guarded load")).ToBeVisibleAsync();
        Assert.Empty(asked);
    }

    [Fact]
    public async Task What_was_typed_is_there_again_after_a_session_has_ended_under_it()
    {
        var flow = await CreateAsync("Typed load", ("Typed ledger", "/ok", [], "stop"), ("Typed plan", "/ok", ["Typed ledger"], "stop"));
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync($"/flows/{flow.Id}/edit");
        await page.GetByLabel("Name").FillAsync("Typed load, typed");
        await page.RouteAsync("**/2/0/**", route => route.FulfillAsync(new() { Status = 401, ContentType = "application/json", Body = """{"status":{"code":401,"message":"Failure"},"code":401,"message":"No."}""" }));
        await visitor.Button("Save").ClickAsync();
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
        await Expect(page.GetByText("You are not signed in any more")).ToBeVisibleAsync();
        await page.UnrouteAsync("**/2/0/**");

        await page.GetByLabel("Key").FillAsync(DashboardFixture.KeyOf("editor"));
        await visitor.Button("Sign in").ClickAsync();

        await Expect(page.GetByText("What you had written before you were signed out is here again.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("Typed load, typed");
        await visitor.Button("Save").ClickAsync();
        await Expect(visitor.Heading("Typed load, typed")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_signs_out_with_edits_is_asked_before()
    {
        var flow = await CreateAsync("Out load", ("Out ledger", "/ok", [], "stop"), ("Out plan", "/ok", ["Out ledger"], "stop"));
        var visitor = await ComeAsync();
        var page = visitor.Page;
        var asked = new List<string>();
        var isLeft = false;
        page.Dialog += async (_, dialog) =>
        {
            asked.Add(dialog.Message);
            await (isLeft ? dialog.AcceptAsync() : dialog.DismissAsync());
        };
        var settings = page.GetByRole(AriaRole.Button, new() { Name = "ann, editor: settings and sign out" });
        var signOut = page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" });
        await visitor.OpenAsync($"/flows/{flow.Id}/schedule");
        await visitor.Button("Make a schedule").ClickAsync();
        await page.GetByLabel("Name").FillAsync("Out at night");

        await settings.ClickAsync();
        await signOut.ClickAsync();
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("Out at night");
        Assert.Equal(["Sign out? What you have changed here is not saved."], asked);

        isLeft = true;
        await settings.ClickAsync();
        await signOut.ClickAsync();
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
        Assert.Equal(2, asked.Count);
    }

    [Fact]
    public async Task Schedule_that_was_typed_is_there_again_after_a_session_has_ended_under_it()
    {
        var flow = await CreateAsync("Timed typing", ("Timed typing ledger", "/ok", [], "stop"), ("Timed typing plan", "/ok", [], "stop"));
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync($"/flows/{flow.Id}/schedule");
        await visitor.Button("Make a schedule").ClickAsync();
        await page.GetByLabel("Name").FillAsync("Typed at night");
        await page.RouteAsync("**/2/0/**", route => route.FulfillAsync(new() { Status = 401, ContentType = "application/json", Body = """{"code":401,"message":"No."}""" }));
        await visitor.Button("Save the schedule").ClickAsync();
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
        await page.UnrouteAsync("**/2/0/**");

        await page.GetByLabel("Key").FillAsync(DashboardFixture.KeyOf("editor"));
        await visitor.Button("Sign in").ClickAsync();

        await Expect(page.GetByText("What you had written before you were signed out is here again.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("Typed at night");
        await visitor.Button("Save the schedule").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "The next times" })).ToBeVisibleAsync();
        await visitor.Button("Edit").ClickAsync();
        await Expect(page.GetByText("What you had written before you were signed out is here again.")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("/flows/{0}/edit", "Save")]
    [InlineData("/flows/{0}/schedule", "Save the schedule")]
    public async Task Fields_take_nothing_while_what_they_say_is_saved(string path, string save)
    {
        var flow = await CreateAsync($"Held by {save}", ($"{save} ledger", "/ok", [], "stop"), ($"{save} plan", "/ok", [], "stop"));
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, flow.Id));
        if (save != "Save")
        {
            await visitor.Button("Make a schedule").ClickAsync();
        }

        var held = new TaskCompletionSource();
        await page.RouteAsync(
            url => url.Contains(flow.Id, StringComparison.Ordinal),
            async route =>
            {
                if (route.Request.Method is "GET")
                {
                    await route.ContinueAsync();
                    return;
                }

                await held.Task;
                await route.FulfillAsync(new() { Status = 409, ContentType = "application/json", Body = """{"code":409,"message":"The flow is running."}""" });
            });
        var name = page.GetByLabel("Name");
        await name.FillAsync("Held name");
        await name.PressAsync("Enter");
        await Expect(name).ToBeDisabledAsync();
        await page.Keyboard.TypeAsync("lost");
        held.SetResult();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The flow is running.");
        await Expect(name).ToBeEnabledAsync();
        await Expect(name).ToHaveValueAsync("Held name");
    }

    [Fact]
    public async Task Cancelling_is_said_to_be_under_way()
    {
        var flow = await CreateAsync("Stop load", ("Stop ledger", "/held/stop", [], "stop"), ("Stop plan", "/ok", ["Stop ledger"], "stop"));
        var run = await flow.StartAsync(Stage);
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync($"/flows/{flow.Id}/runs/{run}");
        await Expect(page.GetByLabel("Steps by where they stand")).ToContainTextAsync("1 running");
        await visitor.Button("Cancel the run").ClickAsync();

        // Held as it was until that is seen: the service may be quicker than the eye.
        await page.RouteAsync($"**/runs/{run}", route => route.AbortAsync());
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel the run" }).ClickAsync();
        await Expect(page.GetByText("Cancelling…")).ToBeVisibleAsync();
        await Expect(page.GetByText("Cancelling…")).ToBeFocusedAsync();
        await Expect(page.GetByText("The run goes on.")).ToHaveAttributeAsync("aria-live", "polite");
        await page.UnrouteAsync($"**/runs/{run}");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Cancelled Stop load" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Cancelling…")).ToHaveCountAsync(0);
        await Expect(page.GetByText("The run has ended: cancelled")).ToHaveAttributeAsync("aria-live", "polite");
        Stage.Steps.Release("stop");
    }
}
