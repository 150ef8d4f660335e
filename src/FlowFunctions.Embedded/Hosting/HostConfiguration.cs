using Microsoft.Extensions.Configuration;

namespace FlowFunctions.Embedded.Hosting;

/// <summary>The settings of an application, later sources over earlier ones, in the order of the Functions local tooling:
/// host.json, appsettings.json, local.settings.json, environment variables, command line.</summary>
internal static class HostConfiguration
{
    /// <summary>Where host.json's content is found, as in the Functions host.</summary>
    public const string HostJsonSection = "AzureFunctionsJobHost";

    public const string StorageSetting = "AzureWebJobsStorage";

    private const string DefaultUrl = "http://localhost:7071";

    public static void AddTo(IConfigurationManager configuration, HostSettings settings, string environment)
    {
        configuration.AddInMemoryCollection(SettingsFiles.ReadHostJson(Path.Combine(settings.ContentRoot, "host.json")));
        // The worker reads host.json's logging levels from the host; here they are one process.
        configuration.AddInMemoryCollection(LogLevels(configuration));
        configuration.AddJsonFile(Path.Combine(settings.ContentRoot, "appsettings.json"), optional: true, reloadOnChange: false);
        configuration.AddJsonFile(Path.Combine(settings.ContentRoot, $"appsettings.{environment}.json"), optional: true, reloadOnChange: false);
        if (LocalSettingsFile(settings) is { } localSettings)
        {
            configuration.AddInMemoryCollection(SettingsFiles.ReadLocalSettings(localSettings));
        }

        configuration.AddEnvironmentVariables("AZURE_FUNCTIONS_");
        configuration.AddEnvironmentVariables("DOTNET_");
        configuration.AddEnvironmentVariables("ASPNETCORE_");
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine([.. settings.Arguments]);
        if (!configuration.GetSection(StorageSetting).Exists())
        {
            // A fresh machine without settings gets the emulator.
            configuration[StorageSetting] = "UseDevelopmentStorage=true";
        }
    }

    public static string Urls(IConfiguration configuration) =>
        configuration["urls"] is { Length: > 0 } urls ? urls : DefaultUrl;

    private static string? LocalSettingsFile(HostSettings settings) =>
        new[] { settings.WorkingDirectory, settings.ContentRoot }
            .Select(folder => Path.Combine(folder, "local.settings.json"))
            .FirstOrDefault(File.Exists);

    private static List<KeyValuePair<string, string?>> LogLevels(IConfiguration configuration) =>
        configuration.GetSection($"{HostJsonSection}:logging:logLevel").GetChildren()
            .Select(level => KeyValuePair.Create<string, string?>($"Logging:LogLevel:{level.Key}", level.Value))
            .ToList();
}
