using System.Globalization;
using System.Text.Json;
using FlowFunctions.LocalHost.Settings;
using FlowFunctions.Settings;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.LocalHost.Checks;

/// <summary>host.json: names that no extension knows, which each would pass over in silence, and values at which it would throw.</summary>
internal static class HostJsonCheck
{
    private const string Version = "2.0";
    private const string StorageProvider = "AzureStorage";
    private const string Unbounded = "-1";
    private const string FunctionTimeout = "functionTimeout";

    public static IEnumerable<string> FaultsOf(IConfiguration configuration)
    {
        var section = configuration.GetSection(HostConfiguration.HostJsonSection);
        if (!section.Exists())
        {
            return [];
        }

        var deviations = HostJsonShape.Root.Compare(section).Where(deviation => !(PathOf(deviation.Key) == FunctionTimeout && deviation.Value == Unbounded)).ToList();
        return
        [
            .. deviations.Where(deviation => deviation.IsSection).Select(deviation => $"{Placed(configuration, deviation.Key)} is '{deviation.Value}', and takes no value of its own, but names below it."),
            .. deviations.Where(deviation => deviation is { IsUnknown: true, IsSection: false }).Select(deviation => $"{Placed(configuration, deviation.Key)} is not known; {Suggestion(deviation)}"),
            .. deviations.Where(deviation => !deviation.IsUnknown).Select(deviation => $"{Placed(configuration, deviation.Key)} is '{deviation.Value}'; set it {RangeOf(deviation)}."),
            .. OutOfRange(configuration, section, deviations.Select(deviation => deviation.Key)),
            .. Others(configuration, section),
        ];
    }

    /// <summary>Why no route can begin with the prefix; null where routes can.</summary>
    public static string? FaultOfRoutePrefix(IConfiguration configuration)
    {
        try
        {
            RoutePatternFactory.Parse(HostConfiguration.RoutePrefix(configuration));
            return null;
        }
        catch (RoutePatternException fault)
        {
            return Sentence.Of(fault);
        }
    }

    private static IEnumerable<string> OutOfRange(IConfiguration configuration, IConfiguration section, IEnumerable<string> unreadable) =>
        from limit in HostJsonLimits.ByPath
        let setting = section.GetSection(limit.Key.Replace('.', ':'))
        where setting.Value is { Length: > 0 } && !unreadable.Contains(setting.Path, StringComparer.OrdinalIgnoreCase) && !limit.Value.Allows(setting.Value)
        select $"{Placed(configuration, setting.Path)} is {setting.Value}; set it {limit.Value.Words}.";

    private static IEnumerable<string> Others(IConfiguration configuration, IConfigurationSection section)
    {
        if (section["version"] is var version && version != Version)
        {
            yield return version is null
                ? $"host.json has no version. Write \"version\": \"{Version}\" into it."
                : $"{Placed(configuration, $"{section.Path}:version")} is '{version}'; set it to {Version}.";
        }

        if (section[FunctionTimeout] is { } timeout && TimeSpan.TryParse(timeout, CultureInfo.InvariantCulture, out var length) && timeout != Unbounded && length <= TimeSpan.Zero)
        {
            yield return $"{Placed(configuration, $"{section.Path}:{FunctionTimeout}")} is {timeout}; set it to a time above zero, or to {Unbounded} for none.";
        }

        var provider = section.GetSection("extensions:durableTask:storageProvider:type");
        if (provider.Value is { Length: > 0 } type && !type.Equals(StorageProvider, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{Placed(configuration, provider.Path)} is '{type}', which the local host does not have; set it to {StorageProvider} here, and to others on Azure by the setting {provider.Path.Replace(":", "__", StringComparison.Ordinal)}.";
        }

        var prefix = section.GetSection("extensions:http:routePrefix");
        if (FaultOfRoutePrefix(configuration) is { } fault)
        {
            yield return $"{Placed(configuration, prefix.Path)} is '{prefix.Value}', with which no route can begin: {fault} Set it to a path such as api, or to nothing.";
        }
    }

    private static string RangeOf(SettingDeviation deviation) =>
        HostJsonLimits.ByPath.TryGetValue(PathOf(deviation.Key), out var limit) ? limit.Words
        : PathOf(deviation.Key).Equals(FunctionTimeout, StringComparison.OrdinalIgnoreCase) ? $"to a time such as 00:10:00, or to {Unbounded} for none"
        : $"to {Words.Allowed(deviation)}";

    private static string Suggestion(SettingDeviation deviation)
    {
        var path = PathOf(deviation.Key);
        var section = path[..Math.Max(path.LastIndexOf('.'), 0)];
        return deviation switch
        {
            { NearestName: { } nearest } => $"did you mean {CamelCase(nearest)}?",
            { KnownNames: [] } => $"{section} takes a value, and no section.",
            _ => $"{section} has {string.Join(", ", deviation.KnownNames.Select(CamelCase).Order(StringComparer.Ordinal))}.",
        };
    }

    private static string Placed(IConfiguration configuration, string key)
    {
        // A section has no origin of its own; its first value has.
        var valued = configuration.GetSection(key).AsEnumerable().FirstOrDefault(setting => setting.Value is not null).Key ?? key;
        return SettingOrigin.Of(configuration, valued) is { } origin ? $"{PathOf(key)} ({origin})" : PathOf(key);
    }

    private static string PathOf(string key) => key[(HostConfiguration.HostJsonSection.Length + 1)..].Replace(':', '.');

    private static string CamelCase(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
