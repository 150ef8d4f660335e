using Microsoft.Extensions.Options;

namespace FlowFunctions.Runs;

internal sealed class RunsOptionsValidation : IValidateOptions<RunsOptions>
{
    public ValidateOptionsResult Validate(string? name, RunsOptions options)
    {
        var faults = new List<string>();
        if (options.MaxParallelSteps is < 1 or > 100)
        {
            faults.Add($"Flows:MaxParallelSteps is {options.MaxParallelSteps}; set it between 1 and 100.");
        }

        if (options.InlineWait < TimeSpan.Zero || options.InlineWait > RunsOptions.MaximumInlineWait)
        {
            faults.Add($"Flows:InlineWait is {options.InlineWait}; set it between 00:00:00 and {RunsOptions.MaximumInlineWait}.");
        }

        if (options.MaxRunDuration < RunsOptions.MinimumRunDuration || options.MaxRunDuration > RunsOptions.MaximumRunDuration)
        {
            faults.Add($"Flows:MaxRunDuration is {options.MaxRunDuration}; set it between {RunsOptions.MinimumRunDuration} and {RunsOptions.MaximumRunDuration}.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
