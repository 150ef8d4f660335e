using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;

namespace FlowFunctions.Dashboard.Tests.Stage;

/// <summary>Somebody with a browser of their own: nothing is kept from one to the next.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    /// <summary>Waits for what comes costs only what fails; a busy machine takes its time.</summary>
    private const float Patience = 90_000;

    /// <summary>Where the tab keeps the credential of the installation at the origin's root.</summary>
    public const string KeyName = KeyNameStart + "/";

    private const string KeyNameStart = "flows-key:";

    /// <summary>The page's own word for being seen, which a browser without a screen does not change by itself.</summary>
    private const string Seen = "(is) => { Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => is }); document.dispatchEvent(new Event('visibilitychange')); }";

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = [];
    private readonly DashboardFixture _stage;

    private Visitor(DashboardFixture stage, IBrowserContext context, IPage page)
    {
        (_stage, _context, Page) = (stage, context, page);
        Watch(page);
    }

    public IPage Page { get; }

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    /// <param name="stage">Where the page is.</param>
    /// <param name="role">Whose key the tab has from the start; null for nobody's.</param>
    /// <param name="options">Of the browser.</param>
    /// <param name="prefix">Below which the page is looked at, such as <c>/teams</c>; see <see cref="ServeBelowAsync"/>.</param>
    public static async Task<Visitor> ComeAsync(DashboardFixture stage, string? role = "editor", BrowserNewContextOptions? options = null, string prefix = "")
    {
        var browser = await stage.StartAsync();
        options ??= new();
        options.BaseURL = stage.Address.ToString();
        options.ViewportSize ??= new() { Width = 1280, Height = 800 };
        options.TimezoneId ??= "Europe/Paris";
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        if (role is not null)
        {
            await context.AddInitScriptAsync($"sessionStorage.setItem('{KeyNameStart}{prefix}/', {System.Text.Json.JsonSerializer.Serialize(DashboardFixture.KeyOf(role))});");
        }

        var visitor = new Visitor(stage, context, await context.NewPageAsync());
        if (prefix.Length > 0)
        {
            await visitor.ServeBelowAsync(prefix);
        }

        return visitor;
    }

    public Task OpenAsync(string path) => Page.GotoAsync(path);

    /// <summary>Goes to another tab, as far as the page can see.</summary>
    public Task LookAwayAsync() => Page.EvaluateAsync(Seen, "hidden");

    public Task LookAgainAsync() => Page.EvaluateAsync(Seen, "visible");

    /// <summary>Serves the installation below a prefix as well, as a gateway does.</summary>
    /// <param name="prefix">Such as <c>/teams</c>.</param>
    public Task ServeBelowAsync(string prefix) => Page.RouteAsync(
        url => url.StartsWith(_stage.Address.ToString().TrimEnd('/') + prefix + "/", StringComparison.Ordinal),
        route => route.ContinueAsync(new() { Url = route.Request.Url.Replace(prefix + "/", "/", StringComparison.Ordinal) }));

    /// <summary>Another tab of the same browser.</summary>
    public async Task<IPage> OpenTabAsync()
    {
        var page = await _context.NewPageAsync();
        Watch(page);
        return page;
    }

    /// <summary>Nothing that a person who sees, hears or types differently could not use (WCAG 2.2 A and AA).</summary>
    public async Task MustBeAccessibleAsync()
    {
        var result = await Page.RunAxe();
        Assert.True(
            result.Violations.Length == 0,
            string.Join('\n', result.Violations.Select(fault => $"{fault.Id}: {fault.Help}: {string.Join("; ", fault.Nodes.Select(node => node.Html))}")));
    }

    /// <summary>The page has said nothing to the browser's console that it should not: no error, nothing that its policy forbids.</summary>
    public void MustHaveNoFaults() => Assert.Empty(_faults);

    /// <summary>Forgets what was said so far, for a test that provokes it.</summary>
    public void ForgetFaults() => _faults.Clear();

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Watch(IPage page)
    {
        page.PageError += (_, fault) => _faults.Enqueue(fault);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _faults.Enqueue(message.Text);
            }
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_stage.Address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                _faults.Enqueue($"The page asks elsewhere: {request.Url}");
            }
        };
    }
}
