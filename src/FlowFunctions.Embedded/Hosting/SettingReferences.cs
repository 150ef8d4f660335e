using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.Embedded.Hosting;

/// <summary>Replaces %Setting% in what attributes and host.json say.</summary>
internal static partial class SettingReferences
{
    /// <param name="text">What was written.</param>
    /// <param name="configuration">The application's settings; <c>__</c> in a name stands for <c>:</c>.</param>
    /// <param name="missing">The first setting that is not set; null where all are.</param>
    public static string Resolve(string text, IConfiguration configuration, out string? missing)
    {
        string? unset = null;
        var resolved = References().Replace(text, reference =>
        {
            var name = reference.Groups["name"].Value;
            if (configuration[name.Replace("__", ":", StringComparison.Ordinal)] is { } value)
            {
                return value;
            }

            unset ??= name;
            return reference.Value;
        });
        missing = unset;
        return resolved;
    }

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex References();
}
