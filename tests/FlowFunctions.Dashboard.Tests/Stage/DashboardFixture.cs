using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FlowFunctions.Dashboard.Tests.Stage;

/// <summary>
/// One application, one server that runs its steps and one browser for all tests of the assembly. They share what is stored, so that their flows and integrations need
/// names of their own.
/// </summary>
public sealed class DashboardFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _once = new(1);
    private HostedApp? _app;
    private StepServer? _steps;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal StepServer Steps => _steps!;

    internal Uri Address => _app!.Client.BaseAddress!;

    /// <summary>The application's.</summary>
    internal IServiceProvider Services => _app!.Services;

    /// <summary>The key of a role: viewer, operator or editor.</summary>
    public static string KeyOf(string role) => $"the {role}'s key of the page's tests";

    /// <summary>Starts what is not there yet: a run of no tests needs none of it.</summary>
    internal async Task<IBrowser> StartAsync()
    {
        await _once.WaitAsync();
        try
        {
            if (_browser is null)
            {
                _steps = await StepServer.StartAsync();
                _app = await HostedApp.StartAsync(Settings(new AzuriteFixture().NewAccount()));
                _app.Client.DefaultRequestHeaders.Add("x-functions-key", KeyOf("editor"));
                _playwright = await Playwright.CreateAsync();
                _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = Chromium.Arguments });
            }

            return _browser;
        }
        finally
        {
            _once.Release();
        }
    }

    public async Task<JsonNode> GetAsync(string path) => (await _app!.Client.GetFromJsonAsync<JsonNode>(path))!;

    /// <summary>What an address of the application answers to an editor.</summary>
    public Task<string> TextAsync(Uri address) => _app!.Client.GetStringAsync(address);

    public async Task<JsonNode> PostAsync(string path, JsonNode? body)
    {
        using var content = body is null ? null : JsonContent.Create(body);
        using var response = await _app!.Client.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"POST {path} answered {(int)response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_steps is not null)
        {
            await _steps.DisposeAsync();
        }

        _once.Dispose();
    }

    private static Dictionary<string, string> Settings(string storage)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AzureWebJobsStorage"] = storage,
            ["Flows:StoragePrefix"] = "page",
            ["Flows:TaskHub"] = "page",
            ["Flows:Name"] = "Planning",
            ["Flows:Environment"] = "prod",
            ["Flows:InlineWait"] = "00:00:01",
            ["Targets:AllowPrivateNetworks"] = "true",
        };
        foreach (var (index, role) in new[] { "viewer", "operator", "editor" }.Index())
        {
            var salt = new byte[16];
            settings[$"Security:Keys:{index}:Name"] = role == "editor" ? "ann" : role;
            settings[$"Security:Keys:{index}:Role"] = role;
            settings[$"Security:Keys:{index}:Salt"] = Convert.ToBase64String(salt);
            settings[$"Security:Keys:{index}:Hash"] = Convert.ToBase64String(SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(KeyOf(role))]));
        }

        return settings;
    }
}
