using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.LocalHost;

/// <summary>The log of host and application: lines on the console, by the levels of host.json and of Logging:LogLevel.</summary>
internal static class HostLog
{
    /// <summary>What the parts of the host say of themselves, which is the host's to say; the settings can turn it up again.</summary>
    private static readonly (string Category, LogLevel Level)[] Quiet =
    [
        ("Microsoft.Azure.WebJobs", LogLevel.Warning),
        ("Microsoft.Hosting.Lifetime", LogLevel.Warning),
        ("Microsoft.AspNetCore", LogLevel.Warning),
        ("Azure", LogLevel.Warning),
        ("Grpc", LogLevel.Warning),
        ("Host", LogLevel.Warning),
        ("Function", LogLevel.Warning),
        ("Yarp", LogLevel.Warning),
    ];

    public static ILoggerFactory Create(IConfiguration configuration, bool logsToConsole) => LoggerFactory.Create(logging =>
    {
        foreach (var (category, level) in Quiet)
        {
            logging.AddFilter(category, level);
        }

        logging.AddConfiguration(configuration.GetSection("Logging"));
        if (logsToConsole)
        {
            logging.AddSimpleConsole(console => console.SingleLine = true);
        }
    });
}
