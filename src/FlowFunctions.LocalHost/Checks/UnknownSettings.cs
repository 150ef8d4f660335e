using FlowFunctions.Core.Documents;
using FlowFunctions.LocalHost.Settings;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.LocalHost.Checks;

/// <summary>Settings that no part of the application reads: no fault, for an older version may know them, but nothing to keep quiet about.</summary>
internal static class UnknownSettings
{
    public static IEnumerable<string> In(IConfiguration configuration)
    {
        foreach (var setting in OptionsCheck.Deviations(configuration).Where(deviation => deviation.IsUnknown))
        {
            yield return setting.IsSection
                ? $"{SettingOrigin.Behind(configuration, setting.Key)} has no effect: it takes no value of its own, but names below it."
                : $"{SettingOrigin.Behind(configuration, setting.Key)} is no setting of this application and has no effect; {Cure(setting)}";
        }

        // A section that is misspelt as a whole. Other programs have settings here too, so only what looks like one of ours.
        foreach (var section in configuration.GetChildren().Where(section => !ApplicationSettings.Sections.ContainsKey(section.Key)))
        {
            if (NearestName.Of(section.Key, ApplicationSettings.Sections.Keys) is { } nearest
                && section.AsEnumerable().FirstOrDefault(setting => setting.Value is not null && setting.Key.Contains(':', StringComparison.Ordinal)).Key is { } key)
            {
                yield return $"{SettingOrigin.Behind(configuration, key)} is no setting of this application and has no effect; did you mean the section {nearest}?";
            }
        }
    }

    private static string Cure(SettingDeviation setting)
    {
        var section = setting.Key[..^(setting.Name.Length + 1)];
        return setting switch
        {
            { NearestName: { } nearest } => $"did you mean {section}:{nearest}?",
            { KnownNames: [] } => $"{section} takes a value, and no section.",
            _ => $"{section} has {string.Join(", ", setting.KnownNames.Order(StringComparer.Ordinal))}.",
        };
    }
}
