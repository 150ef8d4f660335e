using FlowFunctions.LocalHost.Checks;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.LocalHost.Settings;

/// <summary>Reads the settings files of a Functions project.</summary>
internal static class SettingsFiles
{
    public static IReadOnlyList<KeyValuePair<string, string?>> ReadHostJson(string path) =>
        Read(path).Select(setting => KeyValuePair.Create($"{HostConfiguration.HostJsonSection}:{setting.Key}", setting.Value)).ToList();

    /// <summary>An appsettings.json, whose names are the settings' own.</summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> ReadSettings(string path) => Read(path);

    /// <summary>The Values of local.settings.json; in their names <c>__</c> stands for <c>:</c>, as in environment variables.</summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> ReadLocalSettings(string path)
    {
        var file = Read(path);
        if (file.Any(setting => IsTrue(setting, "IsEncrypted")))
        {
            throw new StartupException(
                $"{path} is encrypted, which this host does not read. Decrypt it with 'func settings decrypt', or set IsEncrypted to false.");
        }

        return file
            .Where(setting => setting.Key.StartsWith("Values:", StringComparison.OrdinalIgnoreCase) && setting.Value is not null)
            .Select(setting => KeyValuePair.Create(
                setting.Key["Values:".Length..].Replace("__", ":", StringComparison.Ordinal), setting.Value))
            .ToList();
    }

    private static bool IsTrue(KeyValuePair<string, string?> setting, string key) =>
        string.Equals(setting.Key, key, StringComparison.OrdinalIgnoreCase) && bool.TryParse(setting.Value, out var value) && value;

    private static List<KeyValuePair<string, string?>> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            return [.. new ConfigurationBuilder().AddJsonFile(path, optional: false, reloadOnChange: false).Build().AsEnumerable()
                .Where(setting => setting.Value is not null)];
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new StartupException($"{path} cannot be read: this user may not. Give this user the right, or move the file away.", fault);
        }
        catch (InvalidDataException fault)
        {
            throw new StartupException($"{path} is not valid JSON: {Sentence.Of(fault.InnerException ?? fault)} Mend the file, or remove it.", fault);
        }
    }
}
