using FlowFunctions.LocalHost.Checks;
using FlowFunctions.LocalHost.Emulator;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.LocalHost.Settings;

/// <summary>The settings of an application, later sources over earlier ones, in the order of the Functions local tooling:
/// host.json, appsettings.json, local.settings.json, environment variables, command line.</summary>
internal static class HostConfiguration
{
    /// <summary>Where host.json's content is found, as in the Functions host.</summary>
    public const string HostJsonSection = "AzureFunctionsJobHost";

    public const string StorageSetting = "AzureWebJobsStorage";

    public const string UrlsSetting = "urls";

    public const string TaskHubSetting = "Flows:TaskHub";

    public const string HubNameKey = $"{HostJsonSection}:extensions:durableTask:hubName";
    private const string DefaultUrl = "http://localhost:7071";

    /// <param name="settings">Of the host.</param>
    /// <param name="applicationDirectory">Where the application's host.json is.</param>
    /// <exception cref="StartupException">A file, or the command line, cannot be read.</exception>
    public static ConfigurationManager Read(LocalHostSettings settings, string applicationDirectory)
    {
        var configuration = new ConfigurationManager();
        var hostJson = Path.Combine(applicationDirectory, "host.json");
        configuration.Sources.Add(new FileSettingsSource(hostJson, SettingsFiles.ReadHostJson(hostJson)));
        // The worker reads host.json's logging levels from the host; here they are one process.
        configuration.Sources.Add(new FileSettingsSource(hostJson, LogLevels(configuration)));
        foreach (var name in new[] { "appsettings.json", $"appsettings.{EnvironmentName}.json" })
        {
            var path = Path.Combine(applicationDirectory, name);
            configuration.Sources.Add(new FileSettingsSource(path, SettingsFiles.ReadSettings(path)));
        }

        if (LocalSettingsFile(settings.WorkingDirectory, applicationDirectory) is { } localSettings)
        {
            configuration.Sources.Add(new FileSettingsSource(localSettings, SettingsFiles.ReadLocalSettings(localSettings)));
        }

        if (settings.UsesEnvironment)
        {
            configuration.AddEnvironmentVariables("AZURE_FUNCTIONS_");
            configuration.AddEnvironmentVariables("DOTNET_");
            configuration.AddEnvironmentVariables("ASPNETCORE_");
            configuration.AddEnvironmentVariables();
        }

        configuration.AddCommandLine([.. CommandLine.Checked(settings.Arguments)]);
        configuration.AddInMemoryCollection([.. Derived(configuration)]);
        return configuration;
    }

    /// <summary>As Core Tools: a local run is a development run unless it says otherwise.</summary>
    public static string EnvironmentName =>
        Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT")
        ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
        ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
        ?? "Development";

    /// <summary>Where requests are answered.</summary>
    public static IReadOnlyList<string> Urls(IConfiguration configuration) =>
        (configuration[UrlsSetting] is { Length: > 0 } urls ? urls : DefaultUrl).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The task hub: of the setting Flows:TaskHub, else of host.json, else as Durable Functions names it.</summary>
    public static string TaskHub(IConfiguration configuration) => configuration[HubNameKey] switch
    {
        null or "" => "TestHubName",
        ['%', .. { Length: > 0 } setting, '%'] => configuration[setting] ?? "",
        var hub => hub,
    };

    /// <summary>What HTTP routes begin with, without slashes around it.</summary>
    public static string RoutePrefix(IConfiguration configuration) =>
        (configuration[$"{HostJsonSection}:extensions:http:routePrefix"] ?? "api").Trim('/');

    /// <summary>What follows from the settings.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Derived(ConfigurationManager configuration)
    {
        if (!configuration.GetSection(StorageSetting).Exists())
        {
            // A fresh machine without settings gets the emulator.
            yield return new(StorageSetting, AzuriteEndpoints.DevelopmentStorage);
        }
        else if (configuration[StorageSetting] is { } storage)
        {
            // The storage client takes a blank at the end for a part of the last value.
            yield return new(StorageSetting, AzuriteEndpoints.IsDevelopmentStorage(storage) ? AzuriteEndpoints.DevelopmentStorage : storage.Trim());
        }

        if (configuration[TaskHubSetting] is { Length: > 0 } hub)
        {
            yield return new(HubNameKey, hub);
        }
    }

    private static string? LocalSettingsFile(params IEnumerable<string> folders) =>
        folders.Select(folder => Path.Combine(folder, "local.settings.json")).FirstOrDefault(File.Exists);

    private static List<KeyValuePair<string, string?>> LogLevels(ConfigurationManager configuration) =>
        configuration.GetSection($"{HostJsonSection}:logging:logLevel").GetChildren()
            .Select(level => KeyValuePair.Create<string, string?>($"Logging:LogLevel:{level.Key}", level.Value))
            .ToList();
}
