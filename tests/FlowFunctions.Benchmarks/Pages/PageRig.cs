using FlowFunctions.Benchmarks.Costs;
using FlowFunctions.Benchmarks.Runs;
using FlowFunctions.LocalHost.Emulator;
using FlowFunctions.Testing;
using Microsoft.Playwright;

namespace FlowFunctions.Benchmarks.Pages;

/// <summary>An installation with some flows, and a browser before it.</summary>
internal sealed class PageRig : IAsyncDisposable
{
    /// <summary>As many as a list has that nobody calls long.</summary>
    private const int Listed = 50;

    /// <summary>A busy machine takes its time; waiting costs only what fails.</summary>
    private const float Patience = 120_000;

    private readonly TestRig _rig;
    private readonly Uri _address;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private PageRig(TestRig rig, Uri address, IPlaywright playwright, IBrowser browser)
    {
        _rig = rig;
        _address = address;
        _playwright = playwright;
        _browser = browser;
    }

    public FlowsApi Flows => _rig.Flows;

    public AzuriteEndpoints Storage => _rig.Storage;

    public string BrowserVersion => _browser.Version;

    /// <exception cref="MeasureException">Azurite or the host does not start, or there is no browser.</exception>
    public static async Task<PageRig> StartAsync(CancellationToken cancellationToken)
    {
        var rig = await TestRig.StartAsync(application: null, cancellationToken);
        IPlaywright? playwright = null;
        try
        {
            var host = await rig.StartReadyHostAsync(cancellationToken);
            await FlowList.CreateAsync(rig.Storage, 1, Listed, cancellationToken);
            playwright = await Playwright.CreateAsync();
            var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = Chromium.Arguments });
            return new(rig, new Uri(host.Client.BaseAddress!, "/"), playwright, browser);
        }
        catch (Exception fault)
        {
            playwright?.Dispose();
            await rig.DisposeAsync();
            throw fault is InvalidOperationException ? new MeasureException(fault.Message, fault) : fault;
        }
    }

    /// <summary>Somebody who has signed in, with an empty cache. Of each page that they open, <see cref="Probe"/> keeps what it sees.</summary>
    public async Task<IBrowserContext> ComeAsync()
    {
        var context = await _browser.NewContextAsync(new() { BaseURL = _address.ToString(), ViewportSize = new() { Width = 1280, Height = 800 } });
        context.SetDefaultTimeout(Patience);
        await context.AddInitScriptAsync($"sessionStorage.setItem('flows-key:/', '{HostKey.Key}');");
        await context.AddInitScriptAsync(Probe.Watch);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _rig.DisposeAsync();
    }
}
