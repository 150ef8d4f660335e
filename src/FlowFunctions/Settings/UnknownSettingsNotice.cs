using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Settings;

/// <summary>Warns at the start of each setting in the application's sections that nothing reads: a misspelt name would leave a default in place in silence.</summary>
internal sealed partial class UnknownSettingsNotice(IConfiguration configuration, ILogger<UnknownSettingsNotice> logger) : IHostedService
{
    /// <summary>Set, to anything, by a host that has told of the settings itself and knows where each is set, as the local host does.</summary>
    public const string ToldSetting = "FLOW_FUNCTIONS_SETTINGS_TOLD";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration[ToldSetting] is null)
        {
            foreach (var setting in KnownSettings.Application.UnknownIn(configuration, key => key))
            {
                LogUnknown(setting);
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1005, LogLevel.Warning, "{Setting}")]
    private partial void LogUnknown(string setting);
}
