using System.Text.RegularExpressions;

namespace FlowFunctions.Cli.Vaults;

/// <summary>
/// A secret of an Azure Key Vault, as App Service's settings name one: <c>@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/name)</c>, with a version or without, or
/// <c>@Microsoft.KeyVault(VaultName=kv;SecretName=name;SecretVersion=version)</c> (https://learn.microsoft.com/azure/app-service/app-service-key-vault-references).
/// </summary>
/// <param name="Vault">Address of the vault, without a path.</param>
/// <param name="Name">Of the secret.</param>
/// <param name="Version">Null for the newest.</param>
internal sealed partial record KeyVaultReference(Uri Vault, string Name, string? Version)
{
    /// <summary>Who signs in to another host would show a token for vaults to it.</summary>
    private static readonly string[] Domains = [".vault.azure.net", ".vault.azure.cn", ".vault.usgovcloudapi.net"];

    /// <summary>Whether the text is meant as one, well written or not.</summary>
    public static bool IsOne(string? text) => text is not null && Form().IsMatch(text);

    /// <param name="text">Which <see cref="IsOne"/>.</param>
    /// <exception cref="FlowsException">It names no secret of a vault.</exception>
    public static KeyVaultReference Parse(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in Form().Match(text).Groups["fields"].Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            fields[equals < 0 ? field : field[..equals].Trim()] = equals < 0 ? "" : field[(equals + 1)..].Trim();
        }

        var reference = fields.TryGetValue("SecretUri", out var address) ? OfAddress(address) : OfNames(fields);
        return reference ?? throw new FlowsException(
            ExitCode.Misuse,
            $"'{text}' names no secret of a Key Vault.",
            "Write @Microsoft.KeyVault(SecretUri=https://VAULT.vault.azure.net/secrets/NAME) or @Microsoft.KeyVault(VaultName=VAULT;SecretName=NAME).");
    }

    public override string ToString() => $"{Vault}secrets/{Name}{(Version is null ? "" : $"/{Version}")}";

    private static KeyVaultReference? OfAddress(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Scheme: "https", IsDefaultPort: true } && Array.Exists(Domains, domain => uri.Host.EndsWith(domain, StringComparison.OrdinalIgnoreCase))
            ? uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
            {
                ["secrets", var name] => new(new Uri($"https://{uri.Host}/"), name, null),
                ["secrets", var name, var version] => new(new Uri($"https://{uri.Host}/"), name, version),
                _ => null,
            }
            : null;

    private static KeyVaultReference? OfNames(Dictionary<string, string> fields) =>
        fields.TryGetValue("VaultName", out var vault) && VaultName().IsMatch(vault) && fields.TryGetValue("SecretName", out var name) && name.Length > 0
            ? new(new Uri($"https://{vault}{Domains[0]}/"), name, fields.GetValueOrDefault("SecretVersion") is { Length: > 0 } version ? version : null)
            : null;

    [GeneratedRegex(@"^\s*@Microsoft\.KeyVault\((?<fields>.*)\)\s*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VaultName();
}
