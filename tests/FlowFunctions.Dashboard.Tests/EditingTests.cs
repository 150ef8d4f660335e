namespace FlowFunctions.Dashboard.Tests;

[Needs(Need.App)]
public sealed class EditingTests(DashboardFixture stage) : PageTest(stage)
{
    [Fact]
    public async Task Form_says_what_is_wrong_at_the_field_and_saves_when_nothing_is()
    {
        var flow = await CreateAsync("Edit load", ("Edit ledger", "/ok", [], "stop"), ("Edit plan", "/ok", ["Edit ledger"], "stop"));
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync($"/flows/{flow.Id}/edit");
        await Expect(page.GetByLabel("Edit plan waits for Edit ledger", new() { Exact = true })).ToBeVisibleAsync();
        var name = page.GetByLabel("Name");
        var longest = page.GetByLabel("A run takes at most");
        await name.FillAsync(" ");
        await longest.FillAsync("two hours");
        await visitor.Button("Save").ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("2 things are wrong; nothing is saved.");
        await Expect(name).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(longest).ToHaveAttributeAsync("aria-invalid", "true");
        Assert.Equal("Edit load", (string?)(await Stage.GetAsync($"2/0/integrationflows/{flow.Id}"))["integrationFlow"]!["name"]);
        visitor.ForgetFaults();

        await name.FillAsync("Edited load");
        await longest.FillAsync("PT2H");
        await visitor.Button("Check and show the plan").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "The plan" })).ToContainTextAsync("FirstEdit ledger");
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await visitor.Button("Save").ClickAsync();

        await Expect(visitor.Heading("Edited load")).ToBeVisibleAsync();
        Assert.Equal("PT2H", (string?)(await Stage.GetAsync($"2/0/integrationflows/{flow.Id}"))["integrationFlow"]!["timeout"]);
        visitor.MustHaveNoFaults();
    }

    [Fact]
    public async Task Plan_stands_only_beside_the_document_that_the_service_took()
    {
        var flow = await CreateAsync("Outdated load", ("Outdated ledger", "/ok", [], "stop"), ("Outdated plan", "/ok", ["Outdated ledger"], "stop"));
        var visitor = await ComeAsync();
        var page = visitor.Page;
        var plan = page.GetByRole(AriaRole.Region, new() { Name = "The plan" });
        var check = visitor.Button("Check and show the plan");
        await visitor.OpenAsync($"/flows/{flow.Id}/edit");
        await visitor.Button("JSON").ClickAsync();
        var text = page.GetByLabel("The document as JSON");
        await check.ClickAsync();
        await Expect(plan).ToBeVisibleAsync();

        await text.FillAsync((await text.InputValueAsync()).Replace("\"stop\"", "\"stopp\"", StringComparison.Ordinal));
        await Expect(plan).ToHaveCountAsync(0);
        await check.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(plan).ToHaveCountAsync(0);
        visitor.ForgetFaults();

        // An answer that comes after a further edit.
        await text.FillAsync((await text.InputValueAsync()).Replace("\"stopp\"", "\"stop\"", StringComparison.Ordinal));
        var held = new TaskCompletionSource();
        await page.RouteAsync("**/integrationflows/validate*", async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });
        await check.ClickAsync();
        await text.PressAsync("Control+End");
        await text.PressAsync("Space");
        await page.RunAndWaitForResponseAsync(() => Task.FromResult(held.TrySetResult()), "**/integrationflows/validate*");
        await Expect(check).ToBeEnabledAsync();

        await Expect(plan).ToHaveCountAsync(0);
        visitor.MustHaveNoFaults();
    }

    [Fact]
    public async Task Kind_that_is_chosen_by_mistake_takes_nothing_that_is_written()
    {
        var flow = await CreateAsync("Kind load", ("Kind ledger", "/ok", [], "stop"), ("Kind plan", "/ok", [], "stop"));
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync($"/integrations/{flow.Integrations["Kind ledger"]}/edit");
        await page.GetByLabel("Address").FillAsync("https://ledger.example/load");
        await page.GetByLabel("Headers").FillAsync("Team: finance");
        await page.GetByLabel("What it does").SelectOptionAsync("jobs");
        await page.GetByLabel("File", new() { Exact = true }).FillAsync("sales.csv");
        await page.GetByLabel("Movement").SelectOptionAsync("AnaplanToGoogleBigQuery");
        await page.GetByLabel("Movement").SelectOptionAsync("AzureBlobToAnaplan");
        await Expect(page.GetByLabel("File", new() { Exact = true })).ToHaveValueAsync("sales.csv");
        await page.GetByLabel("What it does").SelectOptionAsync("endpoint");
        await Expect(page.GetByLabel("Address")).ToHaveValueAsync("https://ledger.example/load");
        await Expect(page.GetByLabel("Headers")).ToHaveValueAsync("Team: finance");

        page.Dialog += (_, question) => _ = question.AcceptAsync();
        await visitor.OpenAsync("/connections/new");
        await page.GetByLabel("Name").FillAsync("Kind files");
        await page.GetByLabel("Container").FillAsync("nightly");
        await page.GetByLabel("Kind", new() { Exact = true }).SelectOptionAsync("AmazonS3");
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("Kind files");
        await page.GetByLabel("Kind", new() { Exact = true }).SelectOptionAsync("AzureBlob");
        await Expect(page.GetByLabel("Container")).ToHaveValueAsync("nightly");
        visitor.MustHaveNoFaults();
    }

    [Fact]
    public async Task Step_is_added_by_keyboard_when_that_is_said_and_not_by_going_through_the_list()
    {
        var flow = await CreateAsync("Keyed load", ("Keyed ledger", "/ok", [], "stop"), ("Keyed sales", "/ok", [], "stop"));
        var other = await CreateAsync("Keyed other", ("Keyed plan", "/ok", [], "stop"), ("Keyed tax", "/ok", [], "stop"));
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync($"/flows/{flow.Id}/edit");
        var list = page.GetByLabel("Add a step");
        var cards = page.Locator(".step-card");
        await list.FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(list).Not.ToHaveValueAsync("");
        await Expect(cards).ToHaveCountAsync(2);

        await list.SelectOptionAsync(other.Integrations["Keyed tax"]);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await Expect(cards).ToHaveCountAsync(3);
        await Expect(cards.Nth(2)).ToContainTextAsync("Keyed tax");
        await Expect(list).ToBeFocusedAsync();
        visitor.MustHaveNoFaults();
    }

    [Fact]
    public async Task Json_says_the_line_of_what_is_wrong_and_is_the_same_document_as_the_form()
    {
        var flow = await CreateAsync("Json load", ("Json ledger", "/ok", [], "stop"), ("Json plan", "/ok", ["Json ledger"], "stop"));
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync($"/flows/{flow.Id}/edit");
        await visitor.Button("JSON").ClickAsync();
        var text = page.GetByLabel("The document as JSON");
        var document = await text.InputValueAsync();
        var lines = document.Split('\n').ToList();
        var line = lines.FindIndex(one => one.Contains("\"steps\"", StringComparison.Ordinal)) + 1;
        lines.Insert(line + 1, "      \"isSkiped\": true,");

        await text.FillAsync(string.Join('\n', lines));
        await visitor.Button("Save").ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync($"steps[0].isSkiped (line {line + 2}): Unknown property 'isSkiped'; did you mean 'isSkipped'?");
        await text.FillAsync(document.Replace("\"Json load\"", "\"Json load by form\"", StringComparison.Ordinal));
        await visitor.Button("Form").ClickAsync();
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("Json load by form");
    }

    [Fact]
    public async Task Json_that_the_form_cannot_show_stays_and_says_why()
    {
        var flow = await CreateAsync("Shape load", ("Shape ledger", "/ok", [], "stop"), ("Shape plan", "/ok", ["Shape ledger"], "stop"));
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync($"/flows/{flow.Id}/edit");
        await visitor.Button("JSON").ClickAsync();
        var text = page.GetByLabel("The document as JSON");

        await text.FillAsync("{\n  \"name\": \"Shape load\",\n  \"steps\": [\n    { \"referrer\": 5 },\n    \"next\"\n  ]\n}");
        await visitor.Button("Form").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("steps[0].referrer (line 4): The form needs text here.");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("steps[1] (line 5): The form needs an object here, in braces.");
        Assert.Contains("\"next\"", await text.InputValueAsync(), StringComparison.Ordinal);

        foreach (var order in new[] { "Form", "Save" })
        {
            await text.FillAsync("null");
            await visitor.Button(order).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The document must be a JSON object, in braces.");
        }

        visitor.MustHaveNoFaults();
    }

    [Theory]
    [InlineData("/flows/{0}/edit", "**/2/0/integrations?*", "A run takes at most", "PT3H")]
    [InlineData("/integrations/{1}/edit", "**/2/0/integrations/connections*", "Address", "https://ledger.example/load")]
    public async Task Edits_stay_when_the_page_is_seen_again_and_the_service_fails(string path, string beside, string field, string edit)
    {
        await Stage.StartAsync();

        // With hyphens, so that the field's label is not part of what the steps are called.
        var name = $"Kept {field.Replace(' ', '-')}";
        var flow = await CreateAsync(name, ($"{name} ledger", "/ok", [], "stop"), ($"{name} plan", "/ok", [$"{name} ledger"], "stop"));
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await page.Clock.InstallAsync();
        await visitor.OpenAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, flow.Id, flow.Integrations[$"{name} plan"]));
        await page.GetByLabel(field).FillAsync(edit);
        var asked = 0;
        await page.RouteAsync(beside, route =>
        {
            Interlocked.Increment(ref asked);
            return route.FulfillAsync(new() { Status = 500, ContentType = "application/json", Body = """{"code":500,"message":"Something went wrong on our side."}""" });
        });

        // The count of notifications is read again when the page is seen again; all that is read again then is asked for at the same moment.
        await visitor.LookAwayAsync();
        await page.Clock.FastForwardAsync(10_000);
        await page.RunAndWaitForResponseAsync(visitor.LookAgainAsync, answer => answer.Url.Contains("/2/0/notifications", StringComparison.Ordinal));

        Assert.Equal(0, Volatile.Read(ref asked));
        await Expect(page.GetByLabel(field)).ToHaveValueAsync(edit);
    }

    [Fact]
    public async Task Secret_of_a_connection_is_written_and_never_shown()
    {
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync("/connections/new");
        await page.GetByLabel("Name").FillAsync("Ledger files");
        await page.GetByLabel("Storage account").FillAsync("ledgerfiles");
        await page.GetByLabel("Container").FillAsync("nightly");
        await page.GetByLabel("SAS token").FillAsync("sv=2024-11-04&sp=rl&sig=c2VjcmV0LXNpZ25hdHVyZQ%3D%3D");
        await visitor.Button("Create").ClickAsync();
        await visitor.Link("Ledger files").ClickAsync();

        await Expect(visitor.Heading("Ledger files")).ToBeVisibleAsync();
        await Expect(page.GetByText("secret, never shown")).ToBeVisibleAsync();
        await visitor.Button("Edit").ClickAsync();
        await Expect(page.GetByLabel("SAS token")).ToHaveValueAsync("");
        Assert.DoesNotContain("c2VjcmV0", await page.ContentAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Container").FillAsync("monthly");
        await visitor.Button("Save").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Definition).Filter(new() { HasText = "monthly" })).ToBeVisibleAsync();
        visitor.MustHaveNoFaults();
    }

    [Fact]
    public async Task Schedule_is_made_in_its_own_zone_shown_in_words_and_switched_off()
    {
        var flow = await CreateAsync("Timed load", ("Timed ledger", "/ok", [], "stop"), ("Timed plan", "/ok", ["Timed ledger"], "stop"));
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync($"/flows/{flow.Id}/schedule");
        await visitor.Button("Make a schedule").ClickAsync();
        await page.GetByLabel("Time zone").SelectOptionAsync("America/New_York");
        await page.GetByLabel("At (America/New_York)").FillAsync("22:00");
        await visitor.Button("Save the schedule").ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "America/New_York" })).ToContainTextAsync("22:00");
        var next = page.GetByRole(AriaRole.Table, new() { Name = "The next times" });
        await Expect(next.GetByRole(AriaRole.Row)).ToHaveCountAsync(11);
        await Expect(next).ToContainTextAsync("In Europe/Paris");
        await page.GetByText("Schedule is on").ClickAsync();

        await Expect(page.GetByText("The schedule is off: it starts nothing.")).ToBeVisibleAsync();
        Assert.Equal("disabled", (string?)(await Stage.GetAsync($"2/0/integrations/{flow.Id}/schedule"))["schedule"]!["status"]);
        visitor.MustHaveNoFaults();
    }
}
