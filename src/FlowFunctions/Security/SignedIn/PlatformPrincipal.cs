using System.Text.Json;
using System.Text.Json.Serialization;
using FlowFunctions.Core.Texts;

namespace FlowFunctions.Security;

/// <summary>
/// Who the platform has signed in: the header <c>X-MS-CLIENT-PRINCIPAL</c>, JSON in Base64
/// (https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities).
/// </summary>
internal sealed record PlatformPrincipal
{
    public const string HeaderName = "X-MS-CLIENT-PRINCIPAL";

    /// <summary>Far more than a token of Entra ID, with its at most 200 groups, becomes; more is not looked at.</summary>
    private const int MaximumHeaderLength = 64 * 1024;

    private const int MaximumNameLength = 200;
    public const string EntraId = "aad";

    /// <summary>From the most to the least telling; an application that signs in by itself has only the last ones.</summary>
    private static readonly string[] NameClaims = ["preferred_username", "name", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name", "appid", "azp"];

    [JsonPropertyName("auth_typ")]
    public string? AuthenticationType { get; init; }

    [JsonPropertyName("role_typ")]
    public string? RoleClaim { get; init; }

    [JsonPropertyName("claims")]
    public IReadOnlyList<PlatformClaim?>? Claims { get; init; }

    /// <summary>Null where nobody has a name.</summary>
    [JsonIgnore]
    public string? Name =>
        NameClaims
            .Select(claim => ValuesOf(claim).Select(ToName).FirstOrDefault(name => name.Length > 0))
            .FirstOrDefault(name => name is not null);

    [JsonIgnore]
    public IEnumerable<string> AppRoles => ValuesOf("roles").Concat(RoleClaim is null or "roles" ? [] : ValuesOf(RoleClaim));

    /// <summary>Null where the header is no principal of Entra ID.</summary>
    public static PlatformPrincipal? Read(string header)
    {
        if (header.Length > MaximumHeaderLength || KeyRing.ReadBytes(header) is not { } json)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<PlatformPrincipal>(json) is { AuthenticationType: EntraId } principal ? principal : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string ToName(string claim) => ForeignText.Clean(string.Concat(claim.Where(letter => !char.IsControl(letter))).Trim(), MaximumNameLength);

    private IEnumerable<string> ValuesOf(string type) =>
        (Claims ?? []).Where(claim => claim?.Type == type).Select(claim => claim!.Value).OfType<string>();
}
