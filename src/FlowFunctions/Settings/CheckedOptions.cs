using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Settings;

internal static class CheckedOptions
{
    /// <summary>
    /// Adds options that are read from a section of the configuration. The application does not start with faults, and lists them all.
    /// </summary>
    public static OptionsBuilder<TOptions> AddCheckedOptions<TOptions>(this IServiceCollection services, string section)
        where TOptions : class, IOptionsWithFaults
    {
        services.AddSingleton<IValidateOptions<TOptions>, Check<TOptions>>();
        return services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
    }

    private sealed class Check<TOptions> : IValidateOptions<TOptions>
        where TOptions : class, IOptionsWithFaults
    {
        public ValidateOptionsResult Validate(string? name, TOptions options) =>
            options.Faults().ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
