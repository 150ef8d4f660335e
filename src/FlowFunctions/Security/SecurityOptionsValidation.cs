using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Security;

internal sealed class SecurityOptionsValidation : IValidateOptions<SecurityOptions>
{
    private const int MaximumNameLength = 200;

    public ValidateOptionsResult Validate(string? name, SecurityOptions options)
    {
        var faults = options.Keys.SelectMany((key, index) => FaultsOf(key).Select(fault => $"Security:Keys:{index}:{fault}")).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> FaultsOf(KeyOptions key)
    {
        if (string.IsNullOrWhiteSpace(key.Name) || key.Name.Length > MaximumNameLength)
        {
            yield return $"Name must be 1 to {MaximumNameLength} characters.";
        }

        if (!KeyRing.TryReadRole(key.Role, out _))
        {
            yield return $"Role must be viewer, operator or editor, but is '{key.Role}'.";
        }

        if (KeyRing.ReadBytes(key.Salt) is not { Length: >= KeyOptions.MinimumSaltBytes })
        {
            yield return $"Salt must be {KeyOptions.MinimumSaltBytes} random bytes or more in Base64.";
        }

        if (KeyRing.ReadBytes(key.Hash) is not { Length: SHA256.HashSizeInBytes })
        {
            yield return $"Hash must be {SHA256.HashSizeInBytes} bytes in Base64: the SHA-256 of the salt's bytes followed by the key.";
        }
    }
}
