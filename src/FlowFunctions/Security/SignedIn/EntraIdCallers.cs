using Microsoft.Extensions.Options;

namespace FlowFunctions.Security;

/// <summary>Reads the caller whom the platform has signed in, where the platform is to be believed and the configuration wants it.</summary>
internal sealed class EntraIdCallers(IOptions<SecurityOptions> options, PlatformAuthentication platform)
{
    private readonly EntraIdOptions _options = options.Value.EntraId;

    public bool IsOn => _options.Enabled && platform.IsEnforced;

    /// <summary>
    /// Null where nobody has signed in, or nobody can vouch for it. A caller without a role of the app has signed in all the same: <c>Role</c> is null.
    /// </summary>
    /// <param name="principal">The header <see cref="PlatformPrincipal.HeaderName"/>; empty where the request has none.</param>
    public (string Name, Role? Role)? Find(string principal) =>
        IsOn && PlatformPrincipal.Read(principal) is { Name: { } name } known
            ? (name, known.AppRoles.Select(RoleOf).Max())
            : null;

    private Role? RoleOf(string appRole)
    {
        var name = _options.Roles.Count == 0 ? appRole : _options.Roles.TryGetValue(appRole, out var mapped) ? mapped : "";
        return KeyRing.TryReadRole(name, out var role) ? role : null;
    }
}
