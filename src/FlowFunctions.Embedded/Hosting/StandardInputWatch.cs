using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Embedded.Hosting;

/// <summary>
/// Stops the host, as gracefully as Ctrl-C does, when <paramref name="input"/> ends. A program that starts the host and keeps the
/// other end of its standard input stops it by closing that, and is never outlived by it, even where it is killed.
/// On only with <see cref="SettingName"/>: a service's standard input is often closed from the start.
/// </summary>
internal sealed partial class StandardInputWatch(Stream input, IHostApplicationLifetime lifetime, ILogger<StandardInputWatch> logger) : BackgroundService
{
    public const string SettingName = "Host:StopWithStandardInput";

    public static StandardInputWatch OfConsole(IServiceProvider services) =>
        ActivatorUtilities.CreateInstance<StandardInputWatch>(services, Console.OpenStandardInput());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var buffer = new byte[256];
        // A read of the console cannot be cancelled; where the host stops first, the read is left to the end of the process.
        while (await input.ReadAsync(buffer, CancellationToken.None).AsTask().WaitAsync(stoppingToken) > 0)
        {
        }

        InputEnded(logger);
        lifetime.StopApplication();
    }

    [LoggerMessage(1320, LogLevel.Information, "Standard input has ended: stopping")]
    private static partial void InputEnded(ILogger logger);
}
