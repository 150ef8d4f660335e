using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Security;

internal sealed class SecurityOptionsValidation : IValidateOptions<SecurityOptions>
{
    private const int MaximumNameLength = 200;

    public ValidateOptionsResult Validate(string? name, SecurityOptions options)
    {
        List<string> faults =
        [
            .. options.Keys.SelectMany((key, index) => FaultsOf(key).Select(fault => $"Security:Keys:{index}:{fault}")),
            .. FaultsOf(options.EntraId).Select(fault => $"Security:EntraId:{fault}"),
            .. FaultsOf(options.RateLimit).Select(fault => $"Security:RateLimit:{fault}"),
        ];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> FaultsOf(KeyOptions key)
    {
        if (string.IsNullOrWhiteSpace(key.Name) || key.Name.Length > MaximumNameLength)
        {
            yield return $"Name is {(string.IsNullOrWhiteSpace(key.Name) ? "missing" : "too long")}; name the caller in 1 to {MaximumNameLength} characters.";
        }

        if (!KeyRing.TryReadRole(key.Role, out _))
        {
            yield return $"Role is {(key.Role.Length == 0 ? "missing" : $"'{key.Role}'")}; set it to viewer, operator or editor.";
        }

        if (KeyRing.ReadBytes(key.Salt) is not { Length: >= KeyOptions.MinimumSaltBytes })
        {
            yield return $"Salt is {Missing(key.Salt)}; set it to {KeyOptions.MinimumSaltBytes} random bytes or more in Base64, or make the key with 'flows keys new'.";
        }

        if (KeyRing.ReadBytes(key.Hash) is not { Length: SHA256.HashSizeInBytes })
        {
            yield return $"Hash is {Missing(key.Hash)}; set it to the SHA-256 of the salt's bytes followed by the key, {SHA256.HashSizeInBytes} bytes in Base64, or make the key with 'flows keys new'.";
        }
    }

    private static string Missing(string base64) => base64.Length == 0 ? "missing" : "no such value";

    private static IEnumerable<string> FaultsOf(EntraIdOptions entraId) =>
        from role in entraId.Roles
        where !KeyRing.TryReadRole(role.Value, out _)
        select $"Roles:{role.Key} is '{role.Value}'; set it to viewer, operator or editor.";

    private static IEnumerable<string> FaultsOf(RateLimitOptions limit)
    {
        if (limit.Tokens is < 1 or > RateLimitOptions.MaximumTokens)
        {
            yield return $"Tokens is {limit.Tokens}; set it between 1 and {RateLimitOptions.MaximumTokens}.";
        }

        if (limit.Period < RateLimitOptions.MinimumPeriod || limit.Period > RateLimitOptions.MaximumPeriod)
        {
            yield return $"Period is {limit.Period}; set it between {RateLimitOptions.MinimumPeriod} and {RateLimitOptions.MaximumPeriod}.";
        }

        if (limit.Burst < limit.Tokens || limit.Burst > RateLimitOptions.MaximumTokens)
        {
            yield return $"Burst is {limit.Burst}; set it between Tokens, which is {limit.Tokens}, and {RateLimitOptions.MaximumTokens}.";
        }
    }
}
