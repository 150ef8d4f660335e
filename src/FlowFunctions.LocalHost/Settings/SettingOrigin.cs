using System.Collections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace FlowFunctions.LocalHost.Settings;

/// <summary>Where a setting has its value from, for whoever has to change it.</summary>
internal static class SettingOrigin
{
    private static readonly string[] VariablePrefixes = ["", "ASPNETCORE_", "DOTNET_", "AZURE_FUNCTIONS_"];

    /// <summary>Such as <c>set on the command line</c>; null where the setting has no value, or one that the host gave it.</summary>
    public static string? Of(IConfiguration configuration, string key)
    {
        if (configuration is not IConfigurationRoot root)
        {
            return null;
        }

        // The later source wins; what the host itself has put in comes from a place without a name, and hides none.
        return root.Providers.Reverse().Where(provider => provider.TryGet(key, out _)).Select(provider => Describe(provider, key)).FirstOrDefault(place => place is not null);
    }

    /// <summary>Puts it behind a key: <c>Flows:InlineWait (set on the command line)</c>.</summary>
    public static string Behind(IConfiguration configuration, string key) => Of(configuration, key) is { } origin ? $"{key} ({origin})" : key;

    /// <summary>Puts it behind the key's first place in a sentence.</summary>
    public static string In(IConfiguration configuration, string key, string sentence)
    {
        var at = sentence.IndexOf(key, StringComparison.Ordinal);
        return at < 0 || Of(configuration, key) is not { } origin ? sentence : sentence.Insert(at + key.Length, $" ({origin})");
    }

    private static string? Describe(IConfigurationProvider provider, string key) => provider switch
    {
        CommandLineConfigurationProvider => "set on the command line",
        EnvironmentVariablesConfigurationProvider => $"set by the environment variable {Variable(key)}",
        FileSettingsSource.Provider file => $"set in {file.Path}",
        _ => null,
    };

    /// <summary>As it is spelt in the environment.</summary>
    private static string Variable(string key)
    {
        var usual = key.Replace(":", "__", StringComparison.Ordinal);
        var present = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => (string)variable.Key).ToList();
        return VariablePrefixes
            .SelectMany(prefix => new[] { prefix + usual, prefix + key })
            .Select(name => present.Find(variable => variable.Equals(name, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(name => name is not null) ?? usual;
    }
}
