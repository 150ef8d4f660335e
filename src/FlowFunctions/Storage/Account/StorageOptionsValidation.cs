using Microsoft.Extensions.Options;

namespace FlowFunctions.Storage;

internal sealed class StorageOptionsValidation : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var prefix = options.StoragePrefix;
        var valid = prefix.Length == 0
            || (prefix.Length <= StorageOptions.MaximumPrefixLength && char.IsAsciiLetter(prefix[0]) && prefix.All(char.IsAsciiLetterOrDigit));
        return valid
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Flows:StoragePrefix is '{prefix}'; give at most {StorageOptions.MaximumPrefixLength} letters and digits, the first a letter, or leave it out.");
    }
}
