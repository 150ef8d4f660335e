using FlowFunctions.Core.Documents;
using FlowFunctions.LocalHost.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.LocalHost.Checks;

/// <summary>The levels of the log: <c>Logging:LogLevel:…</c>, and <c>Logging:Console:LogLevel:…</c>.</summary>
internal static class LogLevelCheck
{
    private const string Section = "Logging";
    private const string Levels = "LogLevel";

    public static IEnumerable<string> FaultsOf(IConfiguration configuration)
    {
        var logging = configuration.GetSection(Section);
        return logging.GetChildren()
            .Where(child => !child.Key.Equals(Levels, StringComparison.OrdinalIgnoreCase))
            .Select(provider => provider.GetSection(Levels))
            .Prepend(logging.GetSection(Levels))
            .SelectMany(levels => levels.GetChildren())
            .Where(level => level.Value is { Length: > 0 } value && !Enum.TryParse<LogLevel>(value, ignoreCase: true, out _))
            .Select(level => $"{Placed(configuration, level)} is '{level.Value}', which is no level of the log{Suggestion(level.Value!)}; set it to {Words.Or(Enum.GetNames<LogLevel>())}.");
    }

    /// <summary>Levels of host.json are levels of the log; they are named as they stand there.</summary>
    private static string Placed(IConfiguration configuration, IConfigurationSection level)
    {
        var origin = SettingOrigin.Of(configuration, level.Path);
        return origin is not null && origin == SettingOrigin.Of(configuration, $"{HostConfiguration.HostJsonSection}:logging:logLevel:{level.Key}")
            ? $"logging.logLevel.{level.Key} ({origin})"
            : SettingOrigin.Behind(configuration, level.Path);
    }

    private static string Suggestion(string value) => NearestName.Of(value, Enum.GetNames<LogLevel>()) is { } nearest ? $" (did you mean {nearest}?)" : "";
}
