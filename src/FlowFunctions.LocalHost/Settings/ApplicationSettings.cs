using FlowFunctions.Settings;

namespace FlowFunctions.LocalHost.Settings;

/// <summary>The settings that the application and this host have.</summary>
internal static class ApplicationSettings
{
    private static readonly Lazy<KnownSettings> All = new(() => KnownSettings.Of(typeof(FlowFunctionsApplication).Assembly.GetTypes().Append(typeof(LocalHostOptions))));

    public static KnownSettings Known => All.Value;

    /// <summary>By the name of the section.</summary>
    public static IReadOnlyDictionary<string, SettingShape> Sections => Known.Sections;
}
