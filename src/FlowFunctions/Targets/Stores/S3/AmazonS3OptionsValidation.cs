using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Stores.S3;

internal sealed class AmazonS3OptionsValidation : IValidateOptions<AmazonS3Options>
{
    public ValidateOptionsResult Validate(string? name, AmazonS3Options options)
    {
        var faults = new List<string>();
        if (options.ServiceUrl.Length > 0 && !StoreAddress.IsBase(options.ServiceUrl))
        {
            faults.Add($"{AmazonS3Options.Section}:ServiceUrl is '{options.ServiceUrl}'; give an absolute http or https address, or leave it out for Amazon's own.");
        }

        if (options.Region.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
        {
            faults.Add($"{AmazonS3Options.Section}:Region is '{options.Region}'; give the code of a region, like eu-central-1, or leave it out.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
