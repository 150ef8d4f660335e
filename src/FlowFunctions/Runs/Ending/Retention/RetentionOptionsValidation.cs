using Microsoft.Extensions.Options;

namespace FlowFunctions.Runs;

internal sealed class RetentionOptionsValidation : IValidateOptions<RetentionOptions>
{
    public ValidateOptionsResult Validate(string? name, RetentionOptions options) =>
        options.Retention >= RetentionOptions.MinimumRetention && options.Retention <= RetentionOptions.MaximumRetention
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Runs:Retention is {options.Retention}; set it between {RetentionOptions.MinimumRetention.TotalDays:0} and {RetentionOptions.MaximumRetention.TotalDays:0} days, written as 90.00:00:00.");
}
