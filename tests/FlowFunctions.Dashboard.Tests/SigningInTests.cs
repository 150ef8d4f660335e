namespace FlowFunctions.Dashboard.Tests;

[Needs(Need.App)]
public sealed class SigningInTests(DashboardFixture stage) : PageTest(stage)
{
    [Fact]
    public async Task Key_opens_the_page_stays_in_the_tab_and_is_forgotten_on_signing_out()
    {
        var visitor = await ComeAsync(role: null);
        await visitor.OpenAsync("/");
        await visitor.Page.GetByLabel("Key").FillAsync(DashboardFixture.KeyOf("editor"));
        await visitor.Button("Sign in").ClickAsync();
        await Expect(visitor.Heading("Flows")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("prod", new() { Exact = true })).ToBeVisibleAsync();

        var kept = await visitor.Page.EvaluateAsync<string>("JSON.stringify([Object.keys(sessionStorage), Object.entries(localStorage).flat(), document.cookie, location.href])");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "ann, editor: settings and sign out" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" }).ClickAsync();

        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
        Assert.StartsWith($"[[\"{Visitor.KeyName}\"],", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(DashboardFixture.KeyOf("editor"), kept, StringComparison.Ordinal);
        Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("sessionStorage.length"));
    }

    [Fact]
    public async Task Key_of_one_installation_is_not_given_to_another_of_the_same_origin()
    {
        var visitor = await ComeAsync();
        await visitor.ServeBelowAsync("/other");
        await visitor.OpenAsync("/flows");
        await Expect(visitor.Heading("Flows")).ToBeVisibleAsync();
        visitor.MustHaveNoFaults();

        await visitor.OpenAsync("/other/flows");
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();

        await visitor.Page.GetByLabel("Key").FillAsync(DashboardFixture.KeyOf("viewer"));
        await visitor.Button("Sign in").ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "viewer, viewer: settings and sign out" })).ToBeVisibleAsync();
        await visitor.OpenAsync("/flows");
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "ann, editor: settings and sign out" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_one_caller_has_read_is_forgotten_when_their_key_ends()
    {
        var flow = await CreateAsync("Forgotten load", ("Forgotten ledger", "/ok", [], "stop"), ("Forgotten plan", "/ok", ["Forgotten ledger"], "stop"));
        var visitor = await ComeAsync();
        var page = visitor.Page;
        await visitor.OpenAsync($"/flows/{flow.Id}");
        await Expect(visitor.Heading("Forgotten load")).ToBeVisibleAsync();
        await page.RouteAsync("**/2/0/**", route => route.FulfillAsync(new() { Status = 401, ContentType = "application/json", Body = """{"code":401,"message":"No key."}""" }));
        await visitor.LookAwayAsync();
        await visitor.LookAgainAsync();
        await Expect(page.GetByText("You are not signed in any more")).ToBeVisibleAsync();
        await page.UnrouteAllAsync();

        var gate = new TaskCompletionSource();
        var tags = new TaskCompletionSource<bool>();
        await page.RouteAsync($"**/2/0/integrationflows/{flow.Id}", async route =>
        {
            tags.TrySetResult(route.Request.Headers.ContainsKey("if-none-match"));
            await gate.Task;
            await route.ContinueAsync();
        });
        await page.GetByLabel("Key").FillAsync(DashboardFixture.KeyOf("viewer"));
        await visitor.Button("Sign in").ClickAsync();

        Assert.False(await tags.Task.WaitAsync(TimeSpan.FromMinutes(1)), "The tag is of an answer to somebody else.");
        await Expect(page.GetByText("Loading the flow")).ToBeVisibleAsync();
        await Expect(visitor.Heading("Forgotten load")).ToHaveCountAsync(0);
        gate.SetResult();
        await Expect(visitor.Heading("Forgotten load")).ToBeVisibleAsync();
    }

    /// <summary>The link that `flows demo` and the local host print.</summary>
    [Fact]
    public async Task Link_that_signs_in_is_said_to_do_so_while_it_does()
    {
        var visitor = await ComeAsync(role: null);
        var page = visitor.Page;
        var code = (string)(await Stage.PostAsync("2/0/caller/codes", null))["code"]!["code"]!;
        var gate = new TaskCompletionSource();
        await page.RouteAsync("**/2/0/caller/session", async route =>
        {
            await gate.Task;
            await route.ContinueAsync();
        });

        await visitor.OpenAsync($"/flows?q=link#code={code}");

        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Signing you in by the link…");
        Assert.EndsWith("/flows?q=link", page.Url, StringComparison.Ordinal);
        gate.SetResult();
        await Expect(visitor.Heading("Flows")).ToBeVisibleAsync();
        visitor.MustHaveNoFaults();
    }

    [Fact]
    public async Task Link_that_does_not_sign_in_says_why_and_is_tried_again_where_that_can_help()
    {
        var visitor = await ComeAsync(role: null);
        var page = visitor.Page;
        var code = (string)(await Stage.PostAsync("2/0/caller/codes", null))["code"]!["code"]!;
        await page.RouteAsync("**/2/0/caller/session", route => route.AbortAsync());
        await visitor.OpenAsync($"/flows#code={code}");
        await Expect(visitor.Heading("The link did not sign you in")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The service cannot be reached.");
        await visitor.MustBeAccessibleAsync();

        await page.UnrouteAllAsync();
        await visitor.Button("Try again").ClickAsync();
        await Expect(visitor.Heading("Flows")).ToBeVisibleAsync();

        // It works once.
        var other = await ComeAsync(role: null);
        await other.OpenAsync($"/flows#code={code}");
        await Expect(other.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The link has been used or is too old");
        await Expect(other.Button("Try again")).ToHaveCountAsync(0);
        await other.Button("Sign in otherwise").ClickAsync();
        await Expect(other.Heading("Sign in")).ToBeVisibleAsync();
    }

    /// <summary>As App Service's authentication does it: a cookie that the page does not see, and the service's word in the page that there is such a sign-in.</summary>
    [Fact]
    public async Task Platforms_sign_in_needs_no_key_and_is_offered_again_when_it_ends()
    {
        var visitor = await ComeAsync(role: null);
        var page = visitor.Page;
        await OfferPlatformLoginAsync(page);
        var hasCookie = true;
        await page.RouteAsync("**/2/0/**", route => Volatile.Read(ref hasCookie)
            ? route.ContinueAsync(new() { Headers = new Dictionary<string, string>(route.Request.Headers, StringComparer.Ordinal) { ["x-functions-key"] = DashboardFixture.KeyOf("viewer") } })
            : route.FulfillAsync(new() { Status = 401, ContentType = "application/json", Body = """{"code":401,"message":"No key."}""" }));
        await visitor.OpenAsync("/flows?q=a");
        await Expect(visitor.Heading("Flows")).ToBeVisibleAsync();

        Volatile.Write(ref hasCookie, false);
        await visitor.LookAwayAsync();
        await visitor.LookAgainAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Your sign-in has ended. Sign in again.");
        await Expect(visitor.Link("Sign in with Microsoft Entra ID")).ToHaveAttributeAsync("href", "/.auth/login/aad?post_login_redirect_uri=%2Fflows%3Fq%3Da");
        await visitor.MustBeAccessibleAsync();
    }

    [Fact]
    public async Task Who_has_signed_in_without_a_role_is_told_so_and_not_asked_for_a_key()
    {
        var visitor = await ComeAsync(role: null);
        var page = visitor.Page;
        await OfferPlatformLoginAsync(page);
        await page.RouteAsync("**/2/0/**", route => route.FulfillAsync(new() { Status = 403, ContentType = "application/json", Body = """{"code":403,"message":"'Eve' has signed in, but has no role of this app."}""" }));

        await visitor.OpenAsync("/flows");

        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("'Eve' has signed in, but has no role of this app.");
        await Expect(page.GetByLabel("Key")).ToHaveCountAsync(0);
        await Expect(visitor.Link("Sign in as somebody else")).ToHaveAttributeAsync("href", "/.auth/logout?post_logout_redirect_uri=%2F");
        await visitor.MustBeAccessibleAsync();
    }

    private static Task OfferPlatformLoginAsync(IPage page) => page.RouteAsync(url => !url.Contains("/2/0/", StringComparison.Ordinal) && !url.Contains("/assets/", StringComparison.Ordinal), async route =>
    {
        var response = await route.FetchAsync();
        var html = await response.TextAsync();
        await route.FulfillAsync(new() { Response = response, Body = html.Replace("<head>", "<head><meta name=\"platform-login\" content=\"aad\">", StringComparison.Ordinal) });
    });

    [Fact]
    public async Task Wrong_key_is_said_and_not_kept()
    {
        var visitor = await ComeAsync(role: null);
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
        var flow = await CreateAsync("Roles", ("Roles one", "/ok", [], "stop"), ("Roles two", "/ok", ["Roles one"], "stop"));
        var viewer = await ComeAsync("viewer");
        var runner = await ComeAsync("operator");

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
