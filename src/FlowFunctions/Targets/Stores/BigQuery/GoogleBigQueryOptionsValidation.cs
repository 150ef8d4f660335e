using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Stores.BigQuery;

internal sealed class GoogleBigQueryOptionsValidation : IValidateOptions<GoogleBigQueryOptions>
{
    public ValidateOptionsResult Validate(string? name, GoogleBigQueryOptions options)
    {
        var faults = new List<string>();
        if (!StoreAddress.IsBase(options.ServiceAddress))
        {
            faults.Add($"{GoogleBigQueryOptions.Section}:ServiceAddress is '{options.ServiceAddress}'; give an absolute http or https address, or leave it out for Google's own.");
        }

        if (options.TokenAddress.Length > 0 && !StoreAddress.IsBase(options.TokenAddress))
        {
            faults.Add($"{GoogleBigQueryOptions.Section}:TokenAddress is '{options.TokenAddress}'; give an absolute http or https address, or leave it out for the one in each key.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
