using System.Reflection;

namespace FlowFunctions.LocalHost.Settings;

/// <summary>The sections of settings that the application and this host have, read off their options classes: those that name their section in a constant <c>Section</c>.</summary>
internal static class ApplicationSettings
{
    private const string SectionConstant = "Section";

    private static readonly Lazy<SettingShape> Read = new(() =>
        typeof(FlowFunctionsApplication).Assembly.GetTypes()
            .Append(typeof(LocalHostOptions))
            .Select(type => (Type: type, Section: SectionOf(type)))
            .Where(options => options.Section is not null)
            .Aggregate(
                // The hub is host.json's, under a name of its own.
                At("Flows:TaskHub", SettingShape.Value(typeof(string))),
                (all, options) => all.With(At(options.Section!, SettingShape.Of(options.Type)))));

    /// <summary>By the name of the section.</summary>
    public static IReadOnlyDictionary<string, SettingShape> Sections => Read.Value.Names;

    private static string? SectionOf(Type type) =>
        type.GetField(SectionConstant, BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true } constant ? constant.GetRawConstantValue() as string : null;

    /// <summary>The shape of all settings, where only one section is known, at a path such as <c>Targets:Anaplan</c>.</summary>
    private static SettingShape At(string path, SettingShape section) =>
        path.Split(':').Reverse().Aggregate(section, (inner, name) => SettingShape.Section(new Dictionary<string, SettingShape>(StringComparer.Ordinal) { [name] = inner }));
}
