using Microsoft.Extensions.Options;

namespace FlowFunctions.Outgoing;

internal sealed class TargetsOptionsValidation : IValidateOptions<TargetsOptions>
{
    public ValidateOptionsResult Validate(string? name, TargetsOptions options)
    {
        var faults = new List<string>();
        if (options.CallTimeout < TargetsOptions.MinimumCallTimeout || options.CallTimeout > TargetsOptions.MaximumCallTimeout)
        {
            faults.Add($"Targets:CallTimeout is {options.CallTimeout}; set it between {TargetsOptions.MinimumCallTimeout} and {TargetsOptions.MaximumCallTimeout}.");
        }

        if (options.MaxAttempts is < 1 or > 100)
        {
            faults.Add($"Targets:MaxAttempts is {options.MaxAttempts}; set it between 1 and 100.");
        }

        if (options.MaxParallelPerModel is < 1 or > 10)
        {
            faults.Add($"Targets:MaxParallelPerModel is {options.MaxParallelPerModel}; set it between 1 and 10.");
        }

        faults.AddRange(options.Secrets
            .Where(secret => string.IsNullOrEmpty(secret.Value))
            .Select(secret => $"Targets:Secrets:{secret.Key} is empty; give the secret a value or remove it."));

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
