using Microsoft.Extensions.Options;

namespace FlowFunctions.Schedules;

internal sealed class SchedulesOptionsValidation : IValidateOptions<SchedulesOptions>
{
    public ValidateOptionsResult Validate(string? name, SchedulesOptions options) =>
        options.CatchUpWindow >= SchedulesOptions.MinimumCatchUpWindow && options.CatchUpWindow <= SchedulesOptions.MaximumCatchUpWindow
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Schedules:CatchUpWindow is {options.CatchUpWindow}; set it between {SchedulesOptions.MinimumCatchUpWindow} and {SchedulesOptions.MaximumCatchUpWindow}.");
}
