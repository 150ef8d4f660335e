using Microsoft.Extensions.Configuration;

namespace FlowFunctions.Settings;

/// <summary>A setting that is not as it may be.</summary>
/// <param name="Key">Its full key, with colons.</param>
/// <param name="Value">What it has.</param>
/// <param name="WantedType">What its value should be; null where no part of the application has such a setting.</param>
/// <param name="KnownNames">Where it is not known: the names beside it that are. None where its place takes one value and no section.</param>
/// <param name="IsSection">Whether it is known, but as a section: what has a value are the names below it.</param>
internal sealed record SettingDeviation(string Key, string? Value, Type? WantedType, IReadOnlyList<string> KnownNames, bool IsSection = false)
{
    public static SettingDeviation Unknown(IConfigurationSection section, IReadOnlyList<string> knownNames) => new(section.Path, section.Value, null, knownNames);

    public static SettingDeviation Unreadable(IConfigurationSection section, Type wantedType) => new(section.Path, section.Value, wantedType, []);

    public static SettingDeviation ValueOfSection(IConfigurationSection section) => new(section.Path, section.Value, null, [], IsSection: true);

    public string Name => Key[(Key.LastIndexOf(':') + 1)..];

    public bool IsUnknown => WantedType is null;

    /// <summary>The known name that was probably meant; null where none is near.</summary>
    public string? NearestName => FlowFunctions.Core.Documents.NearestName.Of(Name, KnownNames);
}
