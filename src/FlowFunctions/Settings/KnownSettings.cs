using System.Reflection;
using FlowFunctions.Core.Documents;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.Settings;

/// <summary>The sections of settings that a program has, read off its options classes: those that name their section in a constant <c>Section</c>.</summary>
internal sealed class KnownSettings
{
    private const string SectionConstant = "Section";

    private static readonly Lazy<KnownSettings> OfAssembly = new(() => Of(typeof(KnownSettings).Assembly.GetTypes()));

    private KnownSettings(IReadOnlyDictionary<string, SettingShape> sections) => Sections = sections;

    /// <summary>The application's own.</summary>
    public static KnownSettings Application => OfAssembly.Value;

    /// <summary>By the name of the section.</summary>
    public IReadOnlyDictionary<string, SettingShape> Sections { get; }

    /// <param name="types">Whatever is among them that is no options class is passed over.</param>
    public static KnownSettings Of(IEnumerable<Type> types) => new(types
        .Select(type => (Type: type, Section: SectionOf(type)))
        .Where(options => options.Section is not null)
        .Aggregate(
            // The hub is host.json's, under a name of its own.
            At("Flows:TaskHub", SettingShape.Value(typeof(string))),
            (all, options) => all.With(At(options.Section!, SettingShape.Of(options.Type)))).Names);

    /// <summary>
    /// What stands in the sections and is not as it may be. A value of a whole section is not among it: variables of other programs are named HOST, too.
    /// </summary>
    public IEnumerable<SettingDeviation> DeviationsIn(IConfiguration configuration) =>
        Sections
            .SelectMany(section => section.Value.Compare(configuration.GetSection(section.Key)))
            .Where(deviation => deviation.Key.Contains(':', StringComparison.Ordinal));

    /// <summary>
    /// A sentence for each setting that no part of the program reads, with the known one that was probably meant; never what it is set to. No fault, for an older
    /// version may know them, but nothing to keep quiet about.
    /// </summary>
    /// <param name="configuration">The settings, other programs' among them.</param>
    /// <param name="named">How a key is called, which may say where it is set.</param>
    public IEnumerable<string> UnknownIn(IConfiguration configuration, Func<string, string> named)
    {
        foreach (var setting in DeviationsIn(configuration).Where(deviation => deviation.IsUnknown))
        {
            yield return setting.IsSection
                ? $"{named(setting.Key)} has no effect: it takes no value of its own, but names below it."
                : $"{named(setting.Key)} is no setting of this application and has no effect; {CureOf(setting)}";
        }

        // A section that is misspelt as a whole. Other programs have settings here too, so only what looks like one of ours.
        foreach (var section in configuration.GetChildren().Where(section => !Sections.ContainsKey(section.Key)))
        {
            if (NearestName.Of(section.Key, Sections.Keys) is { } nearest
                && section.AsEnumerable().FirstOrDefault(setting => setting.Value is not null && setting.Key.Contains(':', StringComparison.Ordinal)).Key is { } key)
            {
                yield return $"{named(key)} is no setting of this application and has no effect; did you mean the section {nearest}?";
            }
        }
    }

    private static string CureOf(SettingDeviation setting)
    {
        var section = setting.Key[..^(setting.Name.Length + 1)];
        return setting switch
        {
            { NearestName: { } nearest } => $"did you mean {section}:{nearest}?",
            { KnownNames: [] } => $"{section} takes a value, and no section.",
            _ => $"{section} has {string.Join(", ", setting.KnownNames.Order(StringComparer.Ordinal))}.",
        };
    }

    private static string? SectionOf(Type type) =>
        type.GetField(SectionConstant, BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true } constant ? constant.GetRawConstantValue() as string : null;

    /// <summary>The shape of all settings, where only one section is known, at a path such as <c>Targets:Anaplan</c>.</summary>
    private static SettingShape At(string path, SettingShape section) =>
        path.Split(':').Reverse().Aggregate(section, (inner, name) => SettingShape.Section(new Dictionary<string, SettingShape>(StringComparer.Ordinal) { [name] = inner }));
}
