using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.Embedded.Hosting;

/// <summary>What the embedded host takes from host.json. Anything else in it is the Functions host's business.</summary>
internal sealed record HostJson
{
    /// <summary>What HTTP routes begin with. Default "api".</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>The task hub where the setting Flows:TaskHub names none. May be %Setting%. Default "TestHubName", as in Durable Functions.</summary>
    public string HubName { get; init; } = "TestHubName";

    /// <summary>How many activities run at once: 1 to 10,000. Default 64.</summary>
    public int MaxConcurrentActivities { get; init; } = 64;

    public QueueSettings Queues { get; init; } = new();

    /// <param name="configuration">The application's settings.</param>
    /// <param name="faults">Takes every value that cannot be used.</param>
    public static HostJson Read(IConfiguration configuration, ICollection<string> faults)
    {
        var extensions = configuration.GetSection($"{HostConfiguration.HostJsonSection}:extensions");
        var queues = extensions.GetSection("queues");
        var defaults = new HostJson();
        var batchSize = Number(queues, "batchSize", 1, 32, defaults.Queues.BatchSize, faults);
        return new HostJson
        {
            RoutePrefix = (extensions["http:routePrefix"] ?? defaults.RoutePrefix).Trim('/'),
            HubName = extensions["durableTask:hubName"] is { Length: > 0 } hub ? hub : defaults.HubName,
            MaxConcurrentActivities = Number(
                extensions.GetSection("durableTask"), "maxConcurrentActivityFunctions", 1, 10_000, defaults.MaxConcurrentActivities, faults),
            Queues = new QueueSettings
            {
                BatchSize = batchSize,
                NewBatchThreshold = Number(queues, "newBatchThreshold", 0, 10_000, batchSize / 2, faults),
                MaxDequeueCount = Number(queues, "maxDequeueCount", 1, 10_000, defaults.Queues.MaxDequeueCount, faults),
                RetryAfter = Duration(queues, "visibilityTimeout", TimeSpan.Zero, TimeSpan.FromDays(7), defaults.Queues.RetryAfter, faults),
                MaxPollingInterval = Duration(
                    queues, "maxPollingInterval", TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1), defaults.Queues.MaxPollingInterval, faults),
                IsBase64 = IsBase64(queues, faults),
            },
        };
    }

    private static int Number(IConfiguration section, string key, int least, int most, int otherwise, ICollection<string> faults)
    {
        if (section[key] is not { Length: > 0 } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        faults.Add($"host.json: {Path(section, key)} is '{text}'; give a number from {least} to {most}.");
        return otherwise;
    }

    private static TimeSpan Duration(
        IConfiguration section, string key, TimeSpan least, TimeSpan most, TimeSpan otherwise, ICollection<string> faults)
    {
        if (section[key] is not { Length: > 0 } text)
        {
            return otherwise;
        }

        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) && duration >= least && duration <= most)
        {
            return duration;
        }

        faults.Add($"host.json: {Path(section, key)} is '{text}'; give a duration from {least} to {most}, as hh:mm:ss.");
        return otherwise;
    }

    private static bool IsBase64(IConfiguration queues, ICollection<string> faults)
    {
        var encoding = queues["messageEncoding"] ?? "base64";
        if (!encoding.Equals("base64", StringComparison.OrdinalIgnoreCase) && !encoding.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            faults.Add($"host.json: {Path(queues, "messageEncoding")} is '{encoding}'; give base64 or none.");
        }

        return !encoding.Equals("none", StringComparison.OrdinalIgnoreCase);
    }

    private static string Path(IConfiguration section, string key) =>
        $"{((IConfigurationSection)section).Path[(HostConfiguration.HostJsonSection.Length + 1)..].Replace(':', '.')}.{key}";
}
