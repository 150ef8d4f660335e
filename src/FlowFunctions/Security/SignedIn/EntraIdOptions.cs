using FlowFunctions.Settings;

namespace FlowFunctions.Security;

/// <summary>
/// Callers that Azure App Service has signed in with Microsoft Entra ID (its built-in authentication). Section <c>Security:EntraId</c>. Counts only where the app
/// runs in App Service or Functions with that authentication on: nowhere else does anybody vouch for the header.
/// </summary>
public sealed class EntraIdOptions : IOptionsWithFaults
{
    /// <summary>Off by default: then only keys count.</summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// App roles of the Entra ID application, each with the role that it gives: <c>viewer</c>, <c>operator</c> or <c>editor</c>. Empty by default: then app roles
    /// of these three names give the role of the same name. Names ignore case; of several roles the greatest counts.
    /// </summary>
    public IDictionary<string, string> Roles { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> Faults() =>
        from role in Roles
        where !KeyRing.TryReadRole(role.Value, out _)
        select $"Security:EntraId:Roles:{role.Key} is '{role.Value}'; set it to viewer, operator or editor.";
}
