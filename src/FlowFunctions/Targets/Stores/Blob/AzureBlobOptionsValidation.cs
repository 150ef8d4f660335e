using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Stores.Blob;

internal sealed class AzureBlobOptionsValidation : IValidateOptions<AzureBlobOptions>
{
    public ValidateOptionsResult Validate(string? name, AzureBlobOptions options)
    {
        var faults = new List<string>();
        if (!options.ServiceAddress.Contains(AzureBlobOptions.Account, StringComparison.Ordinal)
            || !StoreAddress.IsBase(options.ServiceAddress.Replace(AzureBlobOptions.Account, "account", StringComparison.Ordinal)))
        {
            faults.Add($"{AzureBlobOptions.Section}:ServiceAddress is '{options.ServiceAddress}'; give an absolute http or https address with {AzureBlobOptions.Account} in it, or leave it out for Azure's own.");
        }

        if (options.ClientId.Length > 0 && !Guid.TryParse(options.ClientId, out _))
        {
            faults.Add($"{AzureBlobOptions.Section}:ClientId is '{options.ClientId}'; give the client id of a user-assigned identity, or leave it out for the system-assigned one.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
