using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.LocalHost;

/// <summary>The log of host and application: lines on the console, by the levels of host.json and of Logging:LogLevel. Disposing it ends it.</summary>
internal sealed class HostLog : IDisposable
{
    /// <summary>What host.json lets through for an alert in Azure, which counts its lines; here nobody counts them. Another level than host.json's shows them.</summary>
    private const string Heartbeat = "Function.DispatchSchedules";

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
        ("Host.Triggers.DurableTask", LogLevel.Error),
        ("Azure.Core", LogLevel.Error),

        // A failure is logged once, under the function's name.
        ("Host.Results", LogLevel.None),
    ];

    /// <summary>What reports each call that is given back in an orderly stop as a failure; the host says in one line what it gives back.</summary>
    private static readonly string[] QuietWhileStopping = ["Function", Heartbeat, "DurableTask.Core", "DurableTask.AzureStorage"];

    /// <summary>
    /// What host.json has at Warning and warns at every start: the extension, that tracing has no Application Insights, or else that it is off; the storage
    /// clients, of each queue and container that is not there yet and is made then. Another level than host.json's shows them.
    /// </summary>
    private static readonly string[] NoisyAtStart = ["Host.Triggers.DurableTask", "Azure.Core"];

    private volatile bool _isStopping;

    public HostLog(IConfiguration configuration, bool logsToConsole) => Loggers = LoggerFactory.Create(logging =>
    {
        foreach (var (category, level) in Quiet)
        {
            logging.AddFilter(category, level);
        }

        logging.AddConfiguration(configuration.GetSection("Logging"));
        foreach (var category in QuietWhileStopping.Where(category => IsHostJsons(configuration[$"Logging:LogLevel:{category}"], category)))
        {
            logging.AddFilter(category, level => level >= (_isStopping ? LogLevel.Critical : LogLevel.Warning));
        }

        foreach (var category in NoisyAtStart.Where(category => configuration[$"Logging:LogLevel:{category}"] is nameof(LogLevel.Warning)))
        {
            logging.AddFilter(category, LogLevel.Error);
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

    /// <summary>Whether nobody has asked for another level than host.json has.</summary>
    private static bool IsHostJsons(string? level, string category) => level is null or nameof(LogLevel.Warning) || (category == Heartbeat && level is nameof(LogLevel.Information));
}
