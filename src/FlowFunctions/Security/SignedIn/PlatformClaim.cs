using System.Text.Json.Serialization;

namespace FlowFunctions.Security;

/// <summary>What the platform says about the caller.</summary>
internal sealed record PlatformClaim([property: JsonPropertyName("typ")] string? Type, [property: JsonPropertyName("val")] string? Value);
