using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Security;

/// <summary>
/// Loads the configured keys before the first request, or makes the development key where there are none; and loads them again where a source of the configuration
/// tells that it has changed. Environment variables, app settings and local.settings.json do not tell: there a change counts from the next start, which Azure brings
/// about by itself when app settings are changed.
/// </summary>
internal sealed partial class KeyRingSetup(
    KeyRing keys,
    IOptionsMonitor<SecurityOptions> options,
    EntraIdCallers signedIn,
    IHostEnvironment environment,
    ILogger<KeyRingSetup> logger) : IHostedService, IDisposable
{
    private static readonly Caller Developer = new("developer", Role.Editor);

    private IDisposable? _changes;
    private int _loaded;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Load(options.CurrentValue);
        if (options.CurrentValue.EntraId.Enabled && !signedIn.IsOn)
        {
            LogNoPlatform();
        }

        if (keys.IsEmpty && environment.IsDevelopment())
        {
            var directory = Directory.GetCurrentDirectory();
            keys.Add(await DevelopmentKey.ReadOrCreateAsync(directory, cancellationToken), Developer);
            LogDevelopmentKey(DevelopmentKey.PathIn(directory));
        }
        else if (keys.IsEmpty && !signedIn.IsOn)
        {
            LogNoKeys();
        }

        _changes = options.OnChange(Reload);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _changes?.Dispose();

    /// <summary>The development key stays where there are still no others; the last configured key that is taken away closes the app.</summary>
    private void Reload(SecurityOptions changed)
    {
        if (changed.Keys.Count == 0 && _loaded == 0)
        {
            return;
        }

        Load(changed);
        if (keys.IsEmpty)
        {
            LogNoKeys();
        }
    }

    private void Load(SecurityOptions configured)
    {
        keys.Load(configured.Keys);
        _loaded = configured.Keys.Count;
        if (_loaded > 0)
        {
            LogLoaded(_loaded);
        }
    }

    [LoggerMessage(1201, LogLevel.Information, "{Count} keys are configured.")]
    private partial void LogLoaded(int count);

    [LoggerMessage(1202, LogLevel.Information, "No keys are configured. The development key is in {Path}.")]
    private partial void LogDevelopmentKey(string path);

    [LoggerMessage(1203, LogLevel.Warning, "No keys are configured under Security:Keys, so every call but health gets 401.")]
    private partial void LogNoKeys();

    [LoggerMessage(1204, LogLevel.Warning, "Security:EntraId is enabled, but App Service's authentication is off here, so nobody vouches for X-MS-CLIENT-PRINCIPAL: it is ignored, and only keys count.")]
    private partial void LogNoPlatform();
}
