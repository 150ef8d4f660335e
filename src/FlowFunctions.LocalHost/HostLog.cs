using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.LocalHost;

/// <summary>The log of host and application: lines on the console, by the levels of host.json and of Logging:LogLevel. Disposing it ends it.</summary>
internal sealed class HostLog : IDisposable
{
    /// <summary>What the parts of the host say of themselves, which is the host's to say; the settings can turn it up again.</summary>
    private static readonly (string Category, LogLevel Level)[] Quiet =
    [
        ("Microsoft.Azure.WebJobs", LogLevel.Warning),
        ("Microsoft.Hosting.Lifetime", LogLevel.Warning),
        ("Microsoft.AspNetCore", LogLevel.Warning),

        // That an application in this process listens elsewhere than its integration proposes is this host's own doing.
        ("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error),
        ("Azure", LogLevel.Warning),
        ("Grpc", LogLevel.Warning),
        ("Yarp", LogLevel.Warning),
        ("Host", LogLevel.Warning),

        // A failure is logged once, under the function's name.
        ("Host.Results", LogLevel.None),
    ];

    /// <summary>What reports each call that is given back in an orderly stop as a failure; the host says in one line what it gives back.</summary>
    private static readonly string[] QuietWhileStopping = ["Function", "DurableTask.Core", "DurableTask.AzureStorage"];

    // Its retries, and each 404 of what is looked for before it is made: dozens of lines at a first start.
    private const string AzureClients = "Azure.Core";

    private const string DurableExtension = "Host.Triggers.DurableTask";

    private volatile bool _isStopping;

    public HostLog(IConfiguration configuration, bool logsToConsole) => Loggers = LoggerFactory.Create(logging =>
    {
        foreach (var (category, level) in Quiet)
        {
            logging.AddFilter(category, level);
        }

        foreach (var category in QuietWhileStopping)
        {
            logging.AddFilter(category, level => level >= (_isStopping ? LogLevel.Critical : LogLevel.Warning));
        }

        logging.AddConfiguration(configuration.GetSection("Logging"));
        if (configuration[$"Logging:LogLevel:{DurableExtension}"] is nameof(LogLevel.Warning))
        {
            // At every start it warns that tracing has no Application Insights, or else that it is off. Another level than host.json's shows it.
            logging.AddFilter(DurableExtension, LogLevel.Error);
        }

        if (configuration[$"Logging:LogLevel:{AzureClients}"] is nameof(LogLevel.Warning))
        {
            logging.AddFilter(AzureClients, LogLevel.Error);
        }

        if (logsToConsole)
        {
            logging.AddSimpleConsole(console => console.SingleLine = true);
        }
    });

    public ILoggerFactory Loggers { get; }

    /// <summary>To be called when the host stops.</summary>
    public void Stopping() => _isStopping = true;

    public void Dispose() => Loggers.Dispose();
}
