using System.Text.Encodings.Web;
using System.Text.Json;

namespace FlowFunctions.Cli.Keys;

/// <summary>A key's settings to copy: as JSON, and as commands for Azure. The key itself is in none of them.</summary>
internal static class AppSettings
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(KeyEntry key)
    {
        var values = JsonSerializer.Serialize(key.Settings.ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal), Indented);
        var set = string.Join(' ', key.Settings.Select(setting => Quote($"{setting.Key}={setting.Value}")));
        var names = string.Join(' ', key.Settings.Select(setting => setting.Key));
        return $"""

            {values}

            az functionapp config appsettings set --name <app> --resource-group <group> --settings {set}

            To revoke it:
            az functionapp config appsettings delete --name <app> --resource-group <group> --setting-names {names}

            """;
    }

    /// <summary>For a POSIX shell.</summary>
    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
