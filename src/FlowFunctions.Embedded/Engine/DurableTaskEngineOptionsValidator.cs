using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Embedded.Engine;

/// <summary>Names every fault of the engine's options, each with its cure.</summary>
internal sealed partial class DurableTaskEngineOptionsValidator : IValidateOptions<DurableTaskEngineOptions>
{
    public ValidateOptionsResult Validate(string? name, DurableTaskEngineOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(DurableTaskEngineOptions options)
    {
        if (!HubNames().IsMatch(options.HubName))
        {
            yield return $"The task hub name '{options.HubName}' cannot be used: give 3 to 45 letters and digits, beginning with a letter.";
        }

        if (string.IsNullOrWhiteSpace(options.StorageConnectionString))
        {
            yield return "The storage connection is empty: set AzureWebJobsStorage to a connection string or to UseDevelopmentStorage=true.";
        }

        if (options.MaxConcurrentActivities is < 1 or > 10_000)
        {
            yield return $"{nameof(options.MaxConcurrentActivities)} is {options.MaxConcurrentActivities}: give 1 to 10,000.";
        }

        if (options.LeaseDuration < TimeSpan.FromSeconds(1) || options.LeaseDuration > TimeSpan.FromMinutes(5))
        {
            yield return $"{nameof(options.LeaseDuration)} is {options.LeaseDuration}: give 1 second to 5 minutes.";
        }

        if (options.ClientPatience < TimeSpan.Zero || options.ClientPatience > TimeSpan.FromMinutes(10))
        {
            yield return $"{nameof(options.ClientPatience)} is {options.ClientPatience}: give 0 to 10 minutes.";
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,44}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HubNames();
}
