using Microsoft.Extensions.Configuration;

namespace FlowFunctions.LocalHost.Settings;

/// <summary>The settings of an application, later sources over earlier ones, in the order of the Functions local tooling:
/// host.json, appsettings.json, local.settings.json, environment variables, command line.</summary>
internal static class HostConfiguration
{
    /// <summary>Where host.json's content is found, as in the Functions host.</summary>
    public const string HostJsonSection = "AzureFunctionsJobHost";

    public const string StorageSetting = "AzureWebJobsStorage";

    private const string HubNameKey = $"{HostJsonSection}:extensions:durableTask:hubName";
    private const string DefaultUrl = "http://localhost:7071";

    /// <param name="settings">Of the host.</param>
    /// <param name="applicationDirectory">Where the application's host.json is.</param>
    /// <exception cref="Checks.StartupException">A file cannot be read.</exception>
    public static ConfigurationManager Read(LocalHostSettings settings, string applicationDirectory)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(SettingsFiles.ReadHostJson(Path.Combine(applicationDirectory, "host.json")));
        // The worker reads host.json's logging levels from the host; here they are one process.
        configuration.AddInMemoryCollection(LogLevels(configuration));
        configuration.AddJsonFile(Path.Combine(applicationDirectory, "appsettings.json"), optional: true, reloadOnChange: false);
        configuration.AddJsonFile(Path.Combine(applicationDirectory, $"appsettings.{EnvironmentName}.json"), optional: true, reloadOnChange: false);
        if (LocalSettingsFile(settings.WorkingDirectory, applicationDirectory) is { } localSettings)
        {
            configuration.AddInMemoryCollection(SettingsFiles.ReadLocalSettings(localSettings));
        }

        if (settings.UsesEnvironment)
        {
            configuration.AddEnvironmentVariables("AZURE_FUNCTIONS_");
            configuration.AddEnvironmentVariables("DOTNET_");
            configuration.AddEnvironmentVariables("ASPNETCORE_");
            configuration.AddEnvironmentVariables();
        }

        configuration.AddCommandLine([.. settings.Arguments]);
        if (!configuration.GetSection(StorageSetting).Exists())
        {
            // A fresh machine without settings gets the emulator.
            configuration[StorageSetting] = "UseDevelopmentStorage=true";
        }

        if (configuration["Flows:TaskHub"] is { Length: > 0 } hub)
        {
            configuration[HubNameKey] = hub;
        }

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
        (configuration["urls"] is { Length: > 0 } urls ? urls : DefaultUrl).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The task hub: of the setting Flows:TaskHub, else of host.json, else as Durable Functions names it.</summary>
    public static string TaskHub(IConfiguration configuration) => configuration[HubNameKey] is { Length: > 0 } hub ? hub : "TestHubName";

    /// <summary>What HTTP routes begin with, without slashes around it.</summary>
    public static string RoutePrefix(IConfiguration configuration) =>
        (configuration[$"{HostJsonSection}:extensions:http:routePrefix"] ?? "api").Trim('/');

    private static string? LocalSettingsFile(params IEnumerable<string> folders) =>
        folders.Select(folder => Path.Combine(folder, "local.settings.json")).FirstOrDefault(File.Exists);

    private static List<KeyValuePair<string, string?>> LogLevels(ConfigurationManager configuration) =>
        configuration.GetSection($"{HostJsonSection}:logging:logLevel").GetChildren()
            .Select(level => KeyValuePair.Create<string, string?>($"Logging:LogLevel:{level.Key}", level.Value))
            .ToList();
}
