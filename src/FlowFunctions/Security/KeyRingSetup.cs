using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Security;

/// <summary>Loads the configured keys before the first request, or makes the development key where there are none.</summary>
internal sealed partial class KeyRingSetup(
    KeyRing keys,
    IOptions<SecurityOptions> options,
    IHostEnvironment environment,
    ILogger<KeyRingSetup> logger) : IHostedService
{
    private static readonly Caller Developer = new("developer", Role.Editor);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        keys.Load(options.Value.Keys);
        if (!keys.IsEmpty)
        {
            LogLoaded(options.Value.Keys.Count);
        }
        else if (environment.IsDevelopment())
        {
            var directory = Directory.GetCurrentDirectory();
            keys.Add(await DevelopmentKey.ReadOrCreateAsync(directory, cancellationToken), Developer);
            LogDevelopmentKey(DevelopmentKey.PathIn(directory));
        }
        else
        {
            LogNoKeys();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1201, LogLevel.Information, "{Count} keys are configured.")]
    private partial void LogLoaded(int count);

    [LoggerMessage(1202, LogLevel.Information, "No keys are configured. The development key is in {Path}.")]
    private partial void LogDevelopmentKey(string path);

    [LoggerMessage(1203, LogLevel.Warning, "No keys are configured under Security:Keys, so every call but health gets 401.")]
    private partial void LogNoKeys();
}
