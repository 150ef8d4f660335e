using FlowFunctions.Testing;

namespace FlowFunctions.Tests.EndToEnd;

/// <summary>A working folder and the settings for an app, so that a second process continues what the first one left.</summary>
internal sealed class AppFolder : IDisposable
{
    private AppFolder(string path, IReadOnlyDictionary<string, string> settings)
    {
        Path = path;
        Settings = settings;
    }

    public string Path { get; }

    public IReadOnlyDictionary<string, string> Settings { get; }

    public string DevelopmentKeyPath => System.IO.Path.Combine(Path, ".flows", "dev-key");

    public static AppFolder Create(string storageConnectionString, IReadOnlyDictionary<string, string>? settings = null)
    {
        var unique = Guid.CreateVersion7().ToString("N");
        var all = new Dictionary<string, string>(HostedApp.QuickEnvironment, StringComparer.Ordinal)
        {
            ["AzureWebJobsStorage"] = storageConnectionString,
            ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
            ["Flows__StoragePrefix"] = "t" + unique[^16..],
            ["Flows__TaskHub"] = "hub" + unique[^16..],
            ["Targets__AllowPrivateNetworks"] = "true",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            all[name] = value;
        }

        return new(Directory.CreateTempSubdirectory("flows-app-").FullName, all);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
