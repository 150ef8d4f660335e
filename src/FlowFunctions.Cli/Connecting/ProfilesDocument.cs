using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlowFunctions.Cli.Connecting;

/// <summary>The content of the file of profiles.</summary>
/// <param name="Current">The one that is used where none is named; null for none.</param>
/// <param name="Profiles">By their names.</param>
internal sealed record ProfilesDocument(string? Current, IReadOnlyDictionary<string, Profile>? Profiles);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(ProfilesDocument))]
internal sealed partial class ProfilesJson : JsonSerializerContext;
