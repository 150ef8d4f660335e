using FlowFunctions.Settings;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Host;

namespace FlowFunctions.LocalHost.Settings;

/// <summary>
/// What host.json may say, as far as this host knows: the names of the extensions' sections are read off the extensions' own options, so that a newer extension
/// brings its own. The rest is as the reference has it: https://learn.microsoft.com/azure/azure-functions/functions-host-json.
/// </summary>
internal static class HostJsonShape
{
    /// <summary>Names beside those whose content is known, so that what is nearly one of them is told from what is another.</summary>
    private static readonly string[] OtherNames =
        ["aggregator", "applicationInsights", "concurrency", "customHandler", "extensionBundle", "healthMonitor", "id", "managedDependency", "retry", "telemetryMode", "watchDirectories", "watchFiles"];

    private static readonly string[] OtherExtensions =
        ["blobs", "cosmosDB", "eventGrid", "eventHubs", "kafka", "openai", "rabbitMQ", "sendGrid", "serviceBus", "signalR", "sql", "tables", "timers", "warmup", "webPubSub"];

    private static readonly string[] OtherLogging = ["applicationInsights", "console", "fileLoggingMode"];

    public static SettingShape Root { get; } = Open(
        OtherNames,
        ("version", Text),
        ("functionTimeout", SettingShape.Value(typeof(TimeSpan))),
        ("singleton", SettingShape.Of(typeof(SingletonOptions))),
        ("logging", Open(OtherLogging, ("logLevel", SettingShape.Entries(SettingShape.Anything)))),
        ("extensions", Open(OtherExtensions, ("queues", SettingShape.Of(typeof(QueuesOptions))), ("durableTask", DurableTask), ("http", Http))));

    private static SettingShape Text => SettingShape.Value(typeof(string));

    // Bound to a dictionary, from which the provider takes what it knows.
    private static SettingShape DurableTask =>
        SettingShape.Of(typeof(DurableTaskOptions)).Replace("storageProvider", SettingShape.Of(typeof(AzureStorageOptions)).With("type", Text));

    // Of the Functions host itself, which is not to be had as a package.
    private static SettingShape Http => Closed(
        ("routePrefix", Text),
        ("maxOutstandingRequests", SettingShape.Value(typeof(int))),
        ("maxConcurrentRequests", SettingShape.Value(typeof(int))),
        ("dynamicThrottlesEnabled", SettingShape.Value(typeof(bool))),
        ("customHeaders", SettingShape.Entries(Text)),
        ("hsts", Closed(
            ("isEnabled", SettingShape.Value(typeof(bool))),
            ("maxAge", SettingShape.Value(typeof(TimeSpan))),
            ("includeSubDomains", SettingShape.Value(typeof(bool))),
            ("preload", SettingShape.Value(typeof(bool))),
            ("excludedHosts", SettingShape.Entries(Text)))));

    private static SettingShape Closed(params (string Name, SettingShape Shape)[] names) =>
        SettingShape.Section(names.ToDictionary(name => name.Name, name => name.Shape, StringComparer.OrdinalIgnoreCase));

    private static SettingShape Open(IEnumerable<string> others, params (string Name, SettingShape Shape)[] names) =>
        SettingShape.Section(
            names.Concat(others.Select(other => (other, SettingShape.Anything))).ToDictionary(name => name.Item1, name => name.Item2, StringComparer.OrdinalIgnoreCase),
            isOpen: true);
}
